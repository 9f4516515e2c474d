import { useMemo } from 'react'
import { PagedTable } from '../../../components/table/paged-table.tsx'
import { text } from '../../../lib/text/text.ts'
import type { RowActs } from '../acts/user-menu.tsx'
import type { UsersSearch } from '../users-search.ts'
import type { UsersList } from './use-users-list.ts'
import { UserCard, userColumns } from './user-row.tsx'
import { nextSort, noFilters, sortColumns } from './users-query.ts'

// What gives way first on a narrow window, besides what was hidden from the beginning.
const minor = ['verified', 'id', 'providers', 'twoFactor', 'lastActiveAt']

interface Props {
  list: UsersList
  /** The filters that are set, as words. */
  filters: string | null
  /** Null for a role that only reads. */
  acts: RowActs | null
  hidden: readonly string[]
  /** Whether the reader's role sees masked addresses only. */
  masked: boolean
  selectable: boolean
  onChange: (part: UsersSearch) => void
  onOpen: (id: string) => void
}

/** The users as rows. */
export function UsersTable({ list, filters, acts, hidden, masked, selectable, onChange, onOpen }: Props) {
  const { users, selection } = list
  const { sort, direction } = list.input
  const columns = useMemo(() => userColumns(acts), [acts])
  return (
    <PagedTable
      list={users}
      words={text.users}
      filters={filters}
      onClear={() => onChange(noFilters)}
      caption={text.users.title}
      columns={columns}
      minor={minor}
      hidden={hidden}
      rowId={(user) => user.id}
      renderCard={(user) => <UserCard {...{ user, acts, sort }} />}
      onOpen={(user) => onOpen(user.id)}
      loadingRows={12}
      selection={selectable ? selection : undefined}
      selectionName={(user) => user.name}
      sorting={{
        column: sort,
        direction,
        columns: sortColumns(masked),
        onSort: (column) => onChange(nextSort({ column, sort, direction })),
      }}
    />
  )
}
