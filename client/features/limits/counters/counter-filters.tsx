import { useCallback } from 'react'
import { FilterBar, FilterSelect } from '../../../components/filter/filter-select.tsx'
import { SearchField } from '../../../components/filter/search-field.tsx'
import { text } from '../../../lib/text/text.ts'
import { PolicyFilter, ScopeFilter } from '../limit-filters.tsx'
import type { CountersSearch } from '../limits-search.ts'

const words = text.limits
const stateOptions = (['blocked', 'passing'] as const).map((value) => ({ value, label: words[value] }))

interface Props {
  search: CountersSearch
  onChange: (part: CountersSearch, sameStep?: boolean) => void
}

/** What narrows the list of counters. */
export function CounterFilters({ search, onChange }: Props) {
  const onSearch = useCallback(
    (value: string, sameStep: boolean) => onChange({ search: value || undefined }, sameStep),
    [onChange],
  )
  return (
    <FilterBar>
      <SearchField label={words.search} value={search.search ?? ''} onChange={onSearch} />
      <PolicyFilter value={search.policy} onChange={(policy) => onChange({ policy })} />
      <ScopeFilter value={search.scope} onChange={(scope) => onChange({ scope })} />
      <FilterSelect
        label={words.state}
        any={words.anyState}
        options={stateOptions}
        value={search.state}
        onChange={(state) => onChange({ state })}
      />
    </FilterBar>
  )
}
