import { Link } from '@tanstack/react-router'
import type { UserStatus, UserSummary } from '#shared/users.ts'
import { Avatar } from '../../components/avatar.tsx'
import { CopyText } from '../../components/copy-text.tsx'
import { CardLines, type Column, NameCell } from '../../components/data-table.tsx'
import type { Tone } from '../../components/notice.tsx'
import { StatusWord } from '../../components/status-word.tsx'
import { TimeText } from '../../components/time-text.tsx'
import { text } from '../../lib/text.ts'

const tones: Record<UserStatus, Tone> = { active: 'good', banned: 'danger', deleted: 'plain' }

/** Whether the account is live, as a dot with its word. */
export function UserStatusWord({ status }: { status: UserStatus }) {
  return <StatusWord tone={tones[status]}>{text.common.statuses[status]}</StatusWord>
}

function UserName({ user }: { user: UserSummary }) {
  return (
    <NameCell
      lead={<Avatar name={user.name} image={user.image} />}
      name={
        <Link to="/admin/users/$id" params={{ id: user.id }}>
          {user.name}
        </Link>
      }
      second={user.email}
    />
  )
}

/** The columns of the users list, from who it is to since when. */
export const userColumns: Column<UserSummary>[] = [
  { id: 'name', header: text.common.name, cell: ({ row }) => <UserName user={row.original} /> },
  { id: 'role', header: text.common.role, cell: ({ row }) => text.common.roles[row.original.role] },
  {
    id: 'status',
    header: text.common.status,
    cell: ({ row }) => <UserStatusWord status={row.original.status} />,
  },
  {
    id: 'verified',
    header: text.users.emailState,
    cell: ({ row }) =>
      row.original.emailVerified ? text.users.yes : <StatusWord tone="waiting">{text.users.no}</StatusWord>,
  },
  { id: 'id', header: text.users.id, cell: ({ row }) => <CopyText value={row.original.id} max={13} /> },
  {
    id: 'createdAt',
    header: text.users.created,
    cell: ({ row }) => <TimeText value={row.original.createdAt} />,
  },
]

/** The same row where there is no room for columns. */
export function UserCard({ user }: { user: UserSummary }) {
  return (
    <CardLines
      title={<UserName user={user} />}
      lines={[
        <span key="facts" style={{ display: 'contents' }}>
          <UserStatusWord status={user.status} />
          <span>{text.common.roles[user.role]}</span>
          <TimeText value={user.createdAt} />
        </span>,
      ]}
    />
  )
}
