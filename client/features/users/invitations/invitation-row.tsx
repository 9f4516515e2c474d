import { Menu } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { Invitation, InvitationStatus } from '#shared/invitations.ts'
import { TimeText } from '../../../components/detail/time-text.tsx'
import type { Tone } from '../../../components/notice/notice.tsx'
import { StatusWord } from '../../../components/notice/status-word.tsx'
import { CardLines, type Column, NameCell } from '../../../components/table/data-table.tsx'
import { RowMenu } from '../../../components/table/row-menu.tsx'
import { text } from '../../../lib/text/text.ts'
import classes from '../user-cells.module.css'

const words = text.invitations
const tones: Record<InvitationStatus, Tone> = {
  open: 'waiting',
  accepted: 'good',
  revoked: 'plain',
  expired: 'plain',
}

/** What an admin is about to do with an invitation. */
export interface InvitationAct {
  kind: 'resend' | 'revoke'
  invitation: Invitation
}
type OnAct = ((act: InvitationAct) => void) | null

function Invited({ invitation: { userId, email, name } }: { invitation: Invitation }) {
  const shown = userId ? (
    <Link to="/admin/users/$id" params={{ id: userId }}>
      {email}
    </Link>
  ) : (
    email
  )
  return <NameCell name={shown} second={name ?? ''} />
}

const Status = ({ status }: Invitation) => (
  <StatusWord tone={tones[status]}>{words.statuses[status]}</StatusWord>
)

function Actions({ invitation, onAct }: { invitation: Invitation; onAct: OnAct }) {
  const { status, email } = invitation
  if (!onAct || (status !== 'open' && status !== 'expired')) return null
  return (
    <RowMenu label={text.users.actionsFor(email)}>
      <Menu.Item onClick={() => onAct({ kind: 'resend', invitation })}>{words.resend}</Menu.Item>
      <Menu.Item data-danger onClick={() => onAct({ kind: 'revoke', invitation })}>
        {words.revoke}
      </Menu.Item>
    </RowMenu>
  )
}

/** The columns of the invitations; the menu only for roles that may change them. */
export function invitationColumns(onAct: OnAct): Column<Invitation>[] {
  const columns: Column<Invitation>[] = [
    { id: 'email', header: text.common.email, cell: ({ row }) => <Invited invitation={row.original} /> },
    { id: 'role', header: text.common.role, cell: ({ row }) => text.common.roles[row.original.role] },
    { id: 'status', header: text.common.status, cell: ({ row }) => <Status {...row.original} /> },
    { id: 'sent', header: words.sent, cell: ({ row }) => <TimeText value={row.original.sentAt} /> },
    { id: 'ends', header: words.ends, cell: ({ row }) => <TimeText value={row.original.expiresAt} /> },
    { id: 'by', header: words.by, cell: ({ row }) => row.original.invitedBy?.name ?? words.gone },
  ]
  if (!onAct) return columns
  return [
    ...columns,
    {
      id: 'actions',
      header: () => <span className="visually-hidden">{text.components.table.actions}</span>,
      cell: ({ row }) => <Actions invitation={row.original} onAct={onAct} />,
    },
  ]
}

/** The same row where there is no room for columns. */
export function InvitationCard({ invitation, onAct }: { invitation: Invitation; onAct: OnAct }) {
  return (
    <CardLines
      title={<Invited invitation={invitation} />}
      end={<Actions invitation={invitation} onAct={onAct} />}
      lines={[
        <span key="facts" className={classes.facts}>
          <Status {...invitation} />
          <span>{text.common.roles[invitation.role]}</span>
          <TimeText value={invitation.sentAt} />
        </span>,
      ]}
    />
  )
}
