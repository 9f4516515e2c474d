import { useCallback } from 'react'
import { FilterBar } from '../../../components/filter/filter-select.tsx'
import { SearchField } from '../../../components/filter/search-field.tsx'
import { text } from '../../../lib/text/text.ts'
import { PolicyFilter, ScopeFilter } from '../limit-filters.tsx'
import type { BlockedSearch } from '../limits-search.ts'

const words = text.limits

interface Props {
  search: BlockedSearch
  onChange: (part: BlockedSearch, sameStep?: boolean) => void
}

/** What narrows the list of blocked calls. */
export function BlockedFilters({ search, onChange }: Props) {
  const onSearch = useCallback(
    (value: string, sameStep: boolean) => onChange({ search: value || undefined }, sameStep),
    [onChange],
  )
  return (
    <FilterBar>
      <SearchField label={words.searchBlocked} value={search.search ?? ''} onChange={onSearch} />
      <PolicyFilter value={search.policy} onChange={(policy) => onChange({ policy })} />
      <ScopeFilter value={search.scope} onChange={(scope) => onChange({ scope })} />
    </FilterBar>
  )
}
