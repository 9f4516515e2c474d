import { useCallback } from 'react'
import { FilterBar, FilterSelect } from '../../../components/filter/filter-select.tsx'
import { SearchField } from '../../../components/filter/search-field.tsx'
import { keysOf } from '../../../lib/navigation/search-params.ts'
import { text } from '../../../lib/text/text.ts'
import { PolicyFilter } from '../limit-filters.tsx'
import type { OverridesSearch } from '../limits-search.ts'

const words = text.overrides
const targetOptions = keysOf(words.targets).map((value) => ({ value, label: words.targets[value] }))
const stateOptions = (['active', 'expired'] as const).map((value) => ({ value, label: words[value] }))

interface Props {
  search: OverridesSearch
  onChange: (part: OverridesSearch, sameStep?: boolean) => void
}

/** What narrows the list of overrides. */
export function OverrideFilters({ search, onChange }: Props) {
  const onSearch = useCallback(
    (value: string, sameStep: boolean) => onChange({ search: value || undefined }, sameStep),
    [onChange],
  )
  return (
    <FilterBar>
      <SearchField label={words.search} value={search.search ?? ''} onChange={onSearch} />
      <FilterSelect
        label={words.target}
        any={words.anyTarget}
        options={targetOptions}
        value={search.target}
        onChange={(target) => onChange({ target })}
      />
      <PolicyFilter value={search.policy} onChange={(policy) => onChange({ policy })} />
      <FilterSelect
        label={text.limits.state}
        any={words.anyState}
        options={stateOptions}
        value={search.state}
        onChange={(state) => onChange({ state })}
      />
    </FilterBar>
  )
}
