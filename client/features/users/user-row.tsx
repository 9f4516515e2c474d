import { Link } from '@tanstack/react-router'
import type { UserSort, UserStatus, UserSummary } from '#shared/users.ts'
import { Avatar } from '../../components/avatar.tsx'
import { CopyText } from '../../components/copy-text.tsx'
import { CardLines, type Column, NameCell } from '../../components/data-table.tsx'
import type { Tone } from '../../components/notice.tsx'
import { StatusWord } from '../../components/status-word.tsx'
import { TimeText } from '../../components/time-text.tsx'
import { text } from '../../lib/text.ts'
import type { ChosenAct } from './user-act-dialog.tsx'
import type { Actor } from './user-acts.ts'
import { UserRowMenu } from './user-menu.tsx'
import classes from './user-row.module.css'

const words = text.users
const providerWords: Record<string, string> = words.providers
const tones: Record<UserStatus, Tone> = {
  active: 'good',
  pending: 'waiting',
  banned: 'danger',
  deleted: 'plain',
}

/** How somebody can sign in, as people would say it. */
export const providersText = (providers: readonly string[]) =>
  providers.map((id) => providerWords[id] ?? id).join(', ')

/** Whether the account is live, as a dot with its word. */
export function UserStatusWord({ status }: { status: UserStatus }) {
  return <StatusWord tone={tones[status]}>{text.common.statuses[status]}</StatusWord>
}

/** Picture, name and e-mail, as the way to the user's page. */
export function UserName({ user }: { user: UserSummary }) {
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

/** Who acts from a row, and what happens then; null for a role that only reads. */
export interface RowActs {
  actor: Actor
  onAct: (chosen: ChosenAct) => void
}

/** The columns that can be left out, with their words; the name stays. */
export const columnWords = {
  email: text.common.email,
  role: text.common.role,
  status: text.common.status,
  verified: words.emailState,
  providers: words.signsInWith,
  twoFactor: words.twoFactor,
  lastActiveAt: words.lastActive,
  id: words.id,
  createdAt: words.created,
}
export const hiddenAtFirst = ['email', 'providers', 'twoFactor', 'id'] as const

const columns: Column<UserSummary>[] = [
  { id: 'name', header: text.common.name, cell: ({ row }) => <UserName user={row.original} /> },
  { id: 'email', header: columnWords.email, cell: ({ row }) => row.original.email },
  { id: 'role', header: columnWords.role, cell: ({ row }) => text.common.roles[row.original.role] },
  {
    id: 'status',
    header: columnWords.status,
    cell: ({ row }) => <UserStatusWord status={row.original.status} />,
  },
  {
    id: 'verified',
    header: columnWords.verified,
    cell: ({ row }) =>
      row.original.emailVerified ? words.yes : <StatusWord tone="waiting">{words.no}</StatusWord>,
  },
  {
    id: 'providers',
    header: columnWords.providers,
    cell: ({ row }) => providersText(row.original.providers) || '–',
  },
  {
    id: 'twoFactor',
    header: columnWords.twoFactor,
    cell: ({ row }) => (row.original.twoFactorEnabled ? words.on : words.off),
  },
  {
    id: 'lastActiveAt',
    header: columnWords.lastActiveAt,
    cell: ({ row }) => <TimeText value={row.original.lastActiveAt} />,
  },
  { id: 'id', header: columnWords.id, cell: ({ row }) => <CopyText value={row.original.id} max={13} /> },
  {
    id: 'createdAt',
    header: columnWords.createdAt,
    cell: ({ row }) => <TimeText value={row.original.createdAt} />,
  },
]

/** The columns of the users list, from who it is to since when, and the acts of who has some. */
export function userColumns(acts: RowActs | null): Column<UserSummary>[] {
  if (!acts) return columns
  return [
    ...columns,
    {
      id: 'actions',
      header: () => <span className="visually-hidden">{text.components.table.actions}</span>,
      cell: ({ row }) => <UserRowMenu {...acts} user={row.original} />,
    },
  ]
}

/** The same row where there is no room for columns. */
export function UserCard({ user, acts, sort }: { user: UserSummary; acts: RowActs | null; sort: UserSort }) {
  const time = sort === 'lastActiveAt' ? sort : 'createdAt'
  return (
    <CardLines
      title={<UserName user={user} />}
      end={acts ? <UserRowMenu {...acts} user={user} /> : null}
      lines={[
        <span key="facts" className={classes.facts}>
          <UserStatusWord status={user.status} />
          <span>{text.common.roles[user.role]}</span>
          <span>
            {columnWords[time]} <TimeText value={user[time]} />
          </span>
        </span>,
      ]}
    />
  )
}
