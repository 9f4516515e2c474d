import { useCallback } from 'react'
import { FilterBar, FilterSelect } from '../../components/filter-select.tsx'
import { SearchField } from '../../components/search-field.tsx'
import { keysOf } from '../../lib/search.ts'
import { text } from '../../lib/text.ts'
import { trpc } from '../../lib/trpc.ts'
import type { LimitsSearch } from './limits-search.ts'

const words = text.limits
const scopeOptions = keysOf(words.scopes).map((value) => ({ value, label: words.scopes[value] }))
const stateOptions = (['blocked', 'passing'] as const).map((value) => ({ value, label: words[value] }))

interface Props {
  search: LimitsSearch
  onChange: (part: LimitsSearch) => void
}

/** What narrows the list of counters. */
export function LimitFilters({ search, onChange }: Props) {
  const policies = trpc.limits.policies.useQuery(undefined, { staleTime: Number.POSITIVE_INFINITY })
  const onSearch = useCallback((value: string) => onChange({ search: value || undefined }), [onChange])
  return (
    <FilterBar>
      <SearchField label={words.search} value={search.search ?? ''} onChange={onSearch} />
      <FilterSelect
        label={words.policy}
        any={words.anyPolicy}
        options={(policies.data?.items ?? []).map(({ id }) => ({ value: id, label: id }))}
        value={search.policy}
        onChange={(policy) => onChange({ policy })}
      />
      <FilterSelect
        label={words.scope}
        any={words.anyScope}
        options={scopeOptions}
        value={search.scope}
        onChange={(scope) => onChange({ scope })}
      />
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
