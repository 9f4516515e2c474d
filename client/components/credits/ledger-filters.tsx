import type { ReactNode } from 'react'
import { type LedgerSearch, noLedgerFilters } from '../../lib/navigation/ledger-search.ts'
import { keysOf } from '../../lib/navigation/search-params.ts'
import { text as words } from '../../lib/text/credits-text.ts'
import { text } from '../../lib/text/text.ts'
import { FilterDates } from '../filter/filter-dates.tsx'
import { FilterBar, FilterSelect } from '../filter/filter-select.tsx'
import { describeFilters } from '../table/no-rows.tsx'

const kindOptions = keysOf(words.kinds).map((value) => ({ value, label: words.kinds[value] }))

interface Props {
  search: LedgerSearch
  end: ReactNode
  onChange: (part: LedgerSearch) => void
}

/** What narrows a ledger: the kind of its entries and when they were made. */
export function LedgerFilters({ search, end, onChange }: Props) {
  return (
    <FilterBar
      end={end}
      filtered={ledgerFilterWords(search) !== null}
      onClear={() => onChange(noLedgerFilters)}
    >
      <FilterSelect
        label={words.kind}
        any={words.anyKind}
        options={kindOptions}
        value={search.kind}
        onChange={(kind) => onChange({ kind })}
      />
      <FilterDates from={search.from} to={search.to} onChange={({ from, to }) => onChange({ from, to })} />
    </FilterBar>
  )
}

/** The filters that are set, as words; null when none is. */
export const ledgerFilterWords = ({ kind, from, to }: LedgerSearch): string | null =>
  describeFilters({
    [words.kind]: kind && words.kinds[kind],
    [text.components.dates.from]: from,
    [text.components.dates.to]: to,
  })
