import type { PersonFieldView } from '#shared/person-details.ts'
import type { DetailedUser, UserSort, UserSummary } from '#shared/users.ts'
import { CopyText } from '../../../components/detail/copy-text.tsx'
import { TimeText } from '../../../components/detail/time-text.tsx'
import { StatusWord } from '../../../components/notice/status-word.tsx'
import { CardLines, type Column } from '../../../components/table/data-table.tsx'
import { detailKey, detailText } from '../../../lib/form/detail-values.ts'
import { text } from '../../../lib/text/text.ts'
import { type RowActs, UserRowMenu } from '../acts/user-menu.tsx'
import classes from '../user-cells.module.css'
import { providersText, UserName, UserStatusWord } from '../user-name.tsx'

const words = text.users

type Fields = readonly PersonFieldView[]

/** The columns that can be left out, with their words; the name stays. */
const columnWords = {
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
const hiddenAtFirst = ['email', 'providers', 'twoFactor', 'id'] as const

const columns: Column<DetailedUser>[] = [
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

/** The columns that can be left out: ours, and one for each field that the product adds to people. */
export const wordsWithFields = (fields: Fields): Record<string, string> => ({
  ...columnWords,
  ...Object.fromEntries(fields.map((field) => [detailKey(field), field.label])),
})

/** Those that are left out until the reader says otherwise. */
export const hiddenWithFields = (fields: Fields) => [...hiddenAtFirst, ...fields.map(detailKey)]

const fieldColumn = (field: PersonFieldView): Column<DetailedUser> => ({
  id: detailKey(field),
  header: field.label,
  cell: ({ row }) => {
    const shown = detailText(field, row.original.details)
    return (
      <span className={classes.detail} title={shown}>
        {shown}
      </span>
    )
  },
})

/** The columns of the users list, from the name to the date of sign-up, with a menu for roles that may act. */
export function userColumns(acts: RowActs | null, fields: Fields): Column<DetailedUser>[] {
  const shown = [...columns, ...fields.map(fieldColumn)]
  if (!acts) return shown
  return [
    ...shown,
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
