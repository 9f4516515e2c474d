import { Button } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useCallback } from 'react'
import type { AuditEvent } from '#shared/audit/audit.ts'
import { FilterBar, FilterSelect } from '../../components/filter/filter-select.tsx'
import { SearchField } from '../../components/filter/search-field.tsx'
import { describeFilters } from '../../components/table/no-rows.tsx'
import { keysOf } from '../../lib/navigation/search-params.ts'
import { shortenMiddle } from '../../lib/text/format.ts'
import { text } from '../../lib/text/text.ts'
import { type AuditSearch, readChoices } from './audit-search.ts'
import { FilterDates } from './filter-dates.tsx'

const words = text.audit
const entityOptions = keysOf(words.entities).map((value) => ({ value, label: words.entities[value] }))
const actionOptions = keysOf(words.actions).map((value) => ({ value, label: words.actions[value] }))

export const noFilters: Record<keyof AuditSearch, undefined> = {
  search: undefined,
  entity: undefined,
  action: undefined,
  actor: undefined,
  subject: undefined,
  from: undefined,
  to: undefined,
}

interface Props {
  search: AuditSearch
  /** The listed rows, which hold the names of the people that are filtered by id. */
  rows: readonly AuditEvent[]
  onChange: (part: AuditSearch) => void
}

/** What narrows the log. Who acted and what it was done to are chosen from a row. */
export function AuditFilters({ search, rows, onChange }: Props) {
  const { entity, action } = readChoices(search, words)
  const onSearch = useCallback((value: string) => onChange({ search: value || undefined }), [onChange])
  const { actor, subject } = namesOf(search, rows)
  const filtered = describeAuditFilters(search, rows) !== null
  return (
    <FilterBar onClear={filtered ? () => onChange(noFilters) : undefined}>
      <SearchField label={words.search} value={search.search ?? ''} onChange={onSearch} />
      <FilterSelect
        label={words.entity}
        any={words.anyEntity}
        options={entityOptions}
        value={entity}
        onChange={(value) => onChange({ entity: value, action: undefined })}
      />
      <FilterSelect
        label={words.action}
        any={words.anyAction}
        options={actionOptions.filter(({ value }) => !entity || value.startsWith(`${entity}.`))}
        value={action}
        onChange={(value) => onChange({ action: value })}
      />
      <FilterDates from={search.from} to={search.to} onChange={({ from, to }) => onChange({ from, to })} />
      {actor ? <Chip onDrop={() => onChange({ actor: undefined })}>{words.onlyBy(actor)}</Chip> : null}
      {subject ? <Chip onDrop={() => onChange({ subject: undefined })}>{words.onlyOn(subject)}</Chip> : null}
    </FilterBar>
  )
}

function Chip({ children, onDrop }: { children: string; onDrop: () => void }) {
  return (
    <Button
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
    [words.entity]: entity && words.entities[entity],
    [words.action]: action && words.actions[action],
    [words.actor]: actor,
    [words.subject]: subject,
    [text.components.dates.from]: search.from,
    [text.components.dates.to]: search.to,
  })
}
