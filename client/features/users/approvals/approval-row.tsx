import { Button } from '@mantine/core'
import type { UserSummary } from '#shared/users.ts'
import { TimeText } from '../../../components/detail/time-text.tsx'
import { StatusWord } from '../../../components/notice/status-word.tsx'
import { CardLines, type Column } from '../../../components/table/data-table.tsx'
import { text } from '../../../lib/text/text.ts'
import type { RowActs } from '../acts/user-menu.tsx'
import classes from '../user-cells.module.css'
import { UserName } from '../user-name.tsx'

const words = text.approvals
const waiting = { status: 'pending' } as const
const { yes, no, verifiedChoices } = text.users
const inColumn = [yes, no] as const
const inCard = [verifiedChoices.yes, verifiedChoices.no] as const

function Decide({ user, acts: { onAct } }: { user: UserSummary; acts: RowActs }) {
  return (
    <span className={classes.buttons}>
      <Button
        size="compact-sm"
        variant="default"
        aria-label={`${words.refuse} ${user.name}`}
        onClick={() => onAct({ act: 'refuse', user })}
      >
        {words.refuse}
      </Button>
      <Button
        size="compact-sm"
        variant="filled"
        aria-label={`${words.approve} ${user.name}`}
        onClick={() => onAct({ act: 'approve', user })}
      >
        {words.approve}
      </Button>
    </span>
  )
}

function Verified({ user, words: [yes, no] }: { user: UserSummary; words: readonly [string, string] }) {
  return (
    <StatusWord tone={user.emailVerified ? 'good' : 'waiting'}>{user.emailVerified ? yes : no}</StatusWord>
  )
}

/** The columns of the approvals: the user, whether the e-mail is verified, since when, and the decision. */
export function approvalColumns(acts: RowActs | null): Column<UserSummary>[] {
  const columns: Column<UserSummary>[] = [
    {
      id: 'name',
      header: text.common.name,
      cell: ({ row }) => <UserName user={row.original} list={waiting} />,
    },
    {
      id: 'verified',
      header: text.users.emailState,
      cell: ({ row }) => <Verified user={row.original} words={inColumn} />,
    },
    { id: 'since', header: words.since, cell: ({ row }) => <TimeText value={row.original.createdAt} /> },
  ]
  if (!acts) return columns
  return [
    ...columns,
    {
      id: 'decide',
      header: () => <span className="visually-hidden">{text.components.table.actions}</span>,
      cell: ({ row }) => <Decide user={row.original} acts={acts} />,
    },
  ]
}

/** The same row where there is no room for columns. */
export function ApprovalCard({ user, acts }: { user: UserSummary; acts: RowActs | null }) {
  return (
    <CardLines
      title={<UserName user={user} list={waiting} />}
      lines={[
        <span key="facts" className={classes.facts}>
          <Verified user={user} words={inCard} />
          <TimeText value={user.createdAt} />
        </span>,
        acts ? <Decide key="decide" user={user} acts={acts} /> : null,
      ]}
    />
  )
}
