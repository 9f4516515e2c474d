import { Button } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { type ReactNode, useCallback } from 'react'
import { type Feedback, feedbackStatuses } from '#shared/feedback-statuses.ts'
import { FilterDates } from '../../components/filter/filter-dates.tsx'
import { FilterBar, FilterSelect } from '../../components/filter/filter-select.tsx'
import { SearchField } from '../../components/filter/search-field.tsx'
import { describeFilters } from '../../components/table/no-rows.tsx'
import { text as words } from '../../lib/text/feedback-text.ts'
import { shortenMiddle } from '../../lib/text/format.ts'
import { text } from '../../lib/text/text.ts'
import { type FeedbackSearch, noFilters } from './feedback-search.ts'

const statusOptions = feedbackStatuses.map((value) => ({ value, label: words.statuses[value] }))
const ratingOptions = (['5', '4', '3', '2', '1'] as const).map((value) => ({
  value,
  label: words.stars(Number(value)),
}))

interface Props {
  search: FeedbackSearch
  /** The listed rows, which hold the name of the person that is filtered by. */
  rows: readonly Feedback[]
  onChange: (part: FeedbackSearch, sameStep?: boolean) => void
}

/** What narrows the list. */
export function FeedbackFilters({ search, rows, onChange, end }: Props & { end: ReactNode }) {
  const onSearch = useCallback(
    (value: string, sameStep: boolean) => onChange({ search: value || undefined }, sameStep),
    [onChange],
  )
  const { status, rating, from, to } = search
  const set = [status, rating, from, to].filter((value) => value !== undefined).length
  const filters = (
    <>
      <FilterSelect
        label={words.status}
        any={words.anyStatus}
        options={statusOptions}
        value={status}
        onChange={(value) => onChange({ status: value })}
      />
      <FilterSelect
        label={words.ratingColumn}
        any={words.anyRating}
        options={ratingOptions}
        value={rating}
        onChange={(value) => onChange({ rating: value })}
      />
      <FilterDates {...{ from, to }} onChange={(dates) => onChange({ from: dates.from, to: dates.to })} />
    </>
  )
  return (
    <FilterBar
      end={end}
      folded={{ filters, set }}
      filtered={describeFeedbackFilters(search, rows) !== null}
      onClear={() => onChange(noFilters)}
    >
      <SearchField label={words.search} value={search.search ?? ''} onChange={onSearch} />
    </FilterBar>
  )
}

/** Whose feedback is shown, chosen from a message. */
export function PersonChip({ search, rows, onChange }: Props) {
  const name = nameOf(search, rows)
  if (!name) return null
  return (
    <Button
      size="compact-sm"
      variant="default"
      aria-label={words.dropFilter(words.onlyOf(name))}
      rightSection={<IconX size={14} stroke={1.75} aria-hidden="true" />}
      onClick={() => onChange({ user: undefined })}
    >
      {words.onlyOf(name)}
    </Button>
  )
}

const nameOf = ({ user }: FeedbackSearch, rows: readonly Feedback[]) =>
  user && (rows.find((row) => row.user?.id === user)?.user?.name ?? shortenMiddle(user, 16))

/** The filters that are set, as words; null when none is. */
export const describeFeedbackFilters = (search: FeedbackSearch, rows: readonly Feedback[]): string | null =>
  describeFilters({
    [text.components.search]: search.search,
    [words.status]: search.status && words.statuses[search.status],
    [words.ratingColumn]: search.rating && words.stars(Number(search.rating)),
    [words.from]: nameOf(search, rows),
    [text.components.dates.from]: search.from,
    [text.components.dates.to]: search.to,
  })
