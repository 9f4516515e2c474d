import { Button } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { type ReactNode, useCallback } from 'react'
import type { AuditEvent } from '#shared/audit/audit.ts'
import { FilterDates } from '../../components/filter/filter-dates.tsx'
import { FilterBar, FilterSelect } from '../../components/filter/filter-select.tsx'
import { SearchField } from '../../components/filter/search-field.tsx'
import { describeFilters } from '../../components/table/no-rows.tsx'
import { keysOf } from '../../lib/navigation/search-params.ts'
import { shortenMiddle } from '../../lib/text/format.ts'
import { text } from '../../lib/text/text.ts'
import { wordFor } from '../../lib/text/word-for.ts'
import { type AuditSearch, readChoices } from './audit-search.ts'

const words = text.audit
const entityOptions = keysOf(words.entities).map((value) => ({ value, label: words.entities[value] }))
const actionOptions = keysOf(words.actions).map((value) => ({ value, label: words.actions[value] }))
const onlyOptions = keysOf(words.onlyOptions).map((value) => ({ value, label: words.onlyOptions[value] }))

export const noFilters: Record<keyof AuditSearch, undefined> = {
  search: undefined,
  entity: undefined,
  action: undefined,
  only: undefined,
  actor: undefined,
  subject: undefined,
  from: undefined,
  to: undefined,
  view: undefined,
}

interface Props {
  search: AuditSearch
  /** The listed rows, which hold the names of the people that are filtered by id. */
  rows: readonly AuditEvent[]
  onChange: (part: AuditSearch, sameStep?: boolean) => void
}

interface FilterProps extends Props {
  /** What stands at the end of the bar. */
  end: ReactNode
}

/** What narrows the log; `AuditChips` are the rest of it. */
export function AuditFilters({ search, rows, end, onChange }: FilterProps) {
  const { entity, action } = readChoices(search, words)
  const onSearch = useCallback(
    (value: string, sameStep: boolean) => onChange({ search: value || undefined }, sameStep),
    [onChange],
  )
  const withoutFailed = search.only === 'failed' && { only: undefined }
  const filtered = describeAuditFilters(search, rows) !== null
  const set = [search.only, entity, action, search.from, search.to].filter(
    (value) => value !== undefined,
  ).length
  const filters = (
    <>
      <FilterSelect
        label={words.only}
        any={words.anyRow}
        options={onlyOptions}
        value={search.only}
        // The first says which actions, the second whose.
        onChange={(only) =>
          onChange({
            only,
            ...(only === 'failed' && { entity: undefined, action: undefined }),
            ...(only === 'mine' && { actor: undefined }),
          })
        }
      />
      <FilterSelect
        label={words.entity}
        any={words.anyEntity}
        options={entityOptions}
        value={entity}
        onChange={(value) => onChange({ entity: value, action: undefined, ...withoutFailed })}
      />
      <FilterSelect
        label={words.action}
        any={words.anyAction}
        options={actionOptions.filter(({ value }) => !entity || value.startsWith(`${entity}.`))}
        value={action}
        onChange={(value) => onChange({ action: value, ...withoutFailed })}
      />
      <FilterDates from={search.from} to={search.to} onChange={({ from, to }) => onChange({ from, to })} />
    </>
  )
  return (
    <FilterBar end={end} folded={{ filters, set }} filtered={filtered} onClear={() => onChange(noFilters)}>
      <SearchField label={words.search} value={search.search ?? ''} onChange={onSearch} />
    </FilterBar>
  )
}

/** Whose acts or whose history is shown, chosen from a row: beside the title, so that no row moves for it. */
export function AuditChips({ search, rows, onChange }: Props) {
  const { actor, subject } = namesOf(search, rows)
  return (
    <>
      {actor ? <Chip onDrop={() => onChange({ actor: undefined })}>{words.onlyBy(actor)}</Chip> : null}
      {subject ? <Chip onDrop={() => onChange({ subject: undefined })}>{words.onlyOn(subject)}</Chip> : null}
    </>
  )
}

function Chip({ children, onDrop }: { children: string; onDrop: () => void }) {
  return (
    <Button
      size="compact-sm"
      variant="default"
      aria-label={words.dropFilter(children)}
      rightSection={<IconX size={14} stroke={1.75} aria-hidden="true" />}
      onClick={onDrop}
    >
      {children}
    </Button>
  )
}

function namesOf(search: AuditSearch, rows: readonly AuditEvent[]) {
  const actor = rows.find((row) => row.actor?.id === search.actor)?.actor?.name
  const subject = rows.find((row) => row.subject.id === search.subject)?.subject.name
  return {
    actor: search.actor && (actor ?? shortenMiddle(search.actor, 16)),
    subject: search.subject && (subject ?? shortenMiddle(search.subject, 24)),
  }
}

/** The filters that are set, as words; null when none is. */
export function describeAuditFilters(search: AuditSearch, rows: readonly AuditEvent[]): string | null {
  const { entity, action } = readChoices(search, words)
  const { actor, subject } = namesOf(search, rows)
  return describeFilters({
    [text.components.search]: search.search,
    [words.entity]: entity && wordFor(words.entities, entity),
    [words.only]: search.only && words.onlyOptions[search.only],
    [words.action]: action && wordFor(words.actions, action),
    [words.actor]: actor,
    [words.subject]: subject,
    [text.components.dates.from]: search.from,
    [text.components.dates.to]: search.to,
  })
}
