import { Select } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'
import { trpc } from '../../lib/api/trpc.ts'
import { text as words } from '../../lib/text/explain-text.ts'
import classes from './user-field.module.css'

const quietMs = 200

interface Props {
  label: string
  description?: string
  /** The user's id; empty while nobody is chosen. */
  value: string
  onChange: (id: string) => void
  error?: React.ReactNode
}

/** Chooses one user by what is typed of the name or e-mail. */
export function UserField({ label, description, value, onChange, error }: Props) {
  const [typed, setTyped] = useState('')
  const [search] = useDebouncedValue(typed.trim(), quietMs)
  const chosen = trpc.users.get.useQuery({ id: value }, { enabled: value !== '' })
  const name = chosen.data?.name
  const found = trpc.users.list.useQuery(
    { search: search === '' || search === name ? undefined : search, limit: 8 },
    { placeholderData: (before) => before },
  )
  const people = found.data?.items ?? []
  const options = people.map((user) => ({ value: user.id, label: user.name }))
  const listed = !value || options.some((option) => option.value === value)
  const emails = new Map(people.map((user) => [user.id, user.email]))
  return (
    <Select
      {...{ label, description, error }}
      searchable
      autoComplete="off"
      data={listed ? options : [{ value, label: name ?? value }, ...options]}
      value={value === '' ? null : value}
      onChange={(id) => onChange(id ?? '')}
      searchValue={typed}
      onSearchChange={setTyped}
      // The server has searched already, in more than the names that are shown.
      filter={(input) => input.options}
      nothingFoundMessage={found.isFetching ? words.searching : words.noUser}
      renderOption={({ option }) => (
        <span className={classes.option}>
          <span>{option.label}</span>
          <span className={classes.email}>{emails.get(option.value) ?? ''}</span>
        </span>
      )}
      comboboxProps={{ portalProps: { target: '#overlays' }, transitionProps: { duration: 120 } }}
    />
  )
}
