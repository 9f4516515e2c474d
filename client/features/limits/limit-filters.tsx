import { useCallback, useState } from 'react'
import type { LimitCounter } from '#shared/limits.ts'
import { FilterBar, FilterSelect } from '../../components/filter-select.tsx'
import { SearchField } from '../../components/search-field.tsx'
import { keysOf } from '../../lib/search.ts'
import { text } from '../../lib/text.ts'
import type { LimitsSearch } from './limits-search.ts'

const words = text.limits
const scopeOptions = keysOf(words.scopes).map((value) => ({ value, label: words.scopes[value] }))
const stateOptions = (['blocked', 'passing'] as const).map((value) => ({ value, label: words[value] }))

interface Props {
  search: LimitsSearch
  rows: LimitCounter[]
  onChange: (part: LimitsSearch) => void
}

/** What narrows the list of counters. */
export function LimitFilters({ search, rows, onChange }: Props) {
  const policies = usePoliciesSeen(rows, search.policy)
  const onSearch = useCallback((value: string) => onChange({ search: value || undefined }), [onChange])
  return (
    <FilterBar>
      <SearchField label={words.search} value={search.search ?? ''} onChange={onSearch} />
      <FilterSelect
        label={words.policy}
        any={words.anyPolicy}
        options={policies.map((policy) => ({ value: policy, label: policy }))}
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

// No procedure names the policies yet, so the choices are those that were seen since the page was opened.
function usePoliciesSeen(rows: LimitCounter[], chosen: string | undefined): string[] {
  const [seen, setSeen] = useState<string[]>([])
  const fresh = [...rows.map((row) => row.policy), ...(chosen ? [chosen] : [])].filter(
    (policy) => !seen.includes(policy),
  )
  if (fresh.length > 0) setSeen([...new Set([...seen, ...fresh])].sort())
  return seen
}
