import { useMemo } from 'react'
import type { PersonFieldView } from '#shared/person-details.ts'
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
  /** The fields that the product adds to people. */
  fields: readonly PersonFieldView[]
  onChange: (part: UsersSearch) => void
  onOpen: (id: string) => void
}

/** The users as rows. */
export function UsersTable(props: Props) {
  const { list, filters, acts, hidden, masked, selectable, fields, onChange, onOpen } = props
  const { users, selection } = list
  const { sort, direction } = list.input
  const columns = useMemo(() => userColumns(acts, fields), [acts, fields])
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
