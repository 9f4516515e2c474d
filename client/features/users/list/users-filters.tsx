import type { ReactNode } from 'react'
import { FilterBar, FilterSelect } from '../../../components/filter/filter-select.tsx'
import { MoreFilters, NamedFilter } from '../../../components/filter/more-filters.tsx'
import { PeriodField } from '../../../components/filter/period-field.tsx'
import { SearchField } from '../../../components/filter/search-field.tsx'
import { keysOf } from '../../../lib/navigation/search-params.ts'
import { text } from '../../../lib/text/text.ts'
import type { UsersSearch } from '../users-search.ts'
import { noFilters, usersFilterWords } from './users-query.ts'

const words = text.users
const options = <Key extends string>(record: Record<Key, string>) =>
  keysOf(record).map((value) => ({ value, label: record[value] }))
const roleOptions = options(text.common.roles)
const statusOptions = options(text.common.statuses)
const providerOptions = options(words.providers)
const verifiedOptions = options(words.verifiedChoices)

interface Props {
  search: UsersSearch
  /** Whether the reader's role sees masked addresses only. */
  masked: boolean
  end: ReactNode
  onChange: (part: UsersSearch) => void
  onSearch: (value: string, sameStep: boolean) => void
}

/** What narrows the list of users. */
export function UsersFilters({ search, masked, end, onChange, onSearch }: Props) {
  const filtered = usersFilterWords(search) !== null
  const { role, status, provider, verified, created, active } = search
  const isSet = (value: string | undefined) => value !== undefined
  const set = [role, status, provider, verified, created, active].filter(isSet).length
  const filters = (
    <>
      <FilterSelect
        label={text.common.role}
        any={words.anyRole}
        options={roleOptions}
        value={role}
        onChange={(value) => onChange({ role: value })}
      />
      <FilterSelect
        label={text.common.status}
        any={words.anyStatus}
        options={statusOptions}
        value={status}
        onChange={(value) => onChange({ status: value })}
      />
      <MoreFilters set={[provider, verified, created, active].filter(isSet).length}>
        <NamedFilter name={words.provider}>
          <FilterSelect
            label={words.provider}
            any={words.anyProvider}
            options={providerOptions}
            value={provider}
            onChange={(value) => onChange({ provider: value })}
          />
        </NamedFilter>
        <NamedFilter name={words.emailState}>
          <FilterSelect
            label={words.emailState}
            any={words.anyVerified}
            options={verifiedOptions}
            value={verified}
            onChange={(value) => onChange({ verified: value })}
          />
        </NamedFilter>
        <PeriodField
          label={words.created}
          value={created}
          onChange={(value) => onChange({ created: value })}
        />
        <PeriodField
          label={words.lastActive}
          value={active}
          mayBeNever
          onChange={(value) => onChange({ active: value })}
        />
      </MoreFilters>
    </>
  )
  return (
    <FilterBar end={end} folded={{ filters, set }} filtered={filtered} onClear={() => onChange(noFilters)}>
      <SearchField
        label={masked ? words.searchMasked : words.search}
        value={search.search ?? ''}
        onChange={onSearch}
        everyLetter
      />
    </FilterBar>
  )
}
