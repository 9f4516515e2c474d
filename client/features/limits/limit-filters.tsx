import type { LimitScope } from '#shared/limits/limits.ts'
import { FilterSelect } from '../../components/filter/filter-select.tsx'
import { keysOf } from '../../lib/navigation/search-params.ts'
import { text } from '../../lib/text/text.ts'
import { usePolicyNames } from './use-policy-names.ts'

const words = text.limits
const scopeOptions = keysOf(words.scopes).map((value) => ({ value, label: words.scopes[value] }))

interface Props<Value extends string> {
  value: Value | undefined
  onChange: (value: Value | undefined) => void
}

/** Narrows a list to one policy. */
export function PolicyFilter({ value, onChange }: Props<string>) {
  const options = usePolicyNames().map((name) => ({ value: name, label: name }))
  return (
    <FilterSelect
      label={words.policy}
      any={words.anyPolicy}
      options={options}
      value={value}
      onChange={onChange}
    />
  )
}

/** Narrows a list to one scope: by address, session, user or account. */
export function ScopeFilter({ value, onChange }: Props<LimitScope>) {
  return (
    <FilterSelect
      label={words.scope}
      any={words.anyScope}
      options={scopeOptions}
      value={value}
      onChange={onChange}
    />
  )
}
