import { Link } from '@tanstack/react-router'
import type { Feedback, FeedbackStatus } from '#shared/feedback-statuses.ts'
import { TimeText } from '../../components/detail/time-text.tsx'
import { Stars } from '../../components/feedback/stars.tsx'
import type { Tone } from '../../components/notice/notice.tsx'
import { StatusWord } from '../../components/notice/status-word.tsx'
import { CardLines, type Column, NameCell } from '../../components/table/data-table.tsx'
import { text as words } from '../../lib/text/feedback-text.ts'
import classes from './feedback.module.css'

const tones: Record<FeedbackStatus, Tone> = { new: 'waiting', open: 'blocked', done: 'good', spam: 'plain' }

/** Its state, as a dot with its word. */
export const StateWord = ({ status }: { status: FeedbackStatus }) => (
  <StatusWord tone={tones[status]}>{words.statuses[status]}</StatusWord>
)

/** Who sent it, as people call them. */
export const senderName = ({ user }: Feedback) => user?.name ?? words.erasedPerson

function Message({ item }: { item: Feedback }) {
  const name = (
    <Link
      to="/admin/feedback"
      search={(before: object) => ({ ...before, message: item.id })}
      className={classes.excerpt}
    >
      {item.content ?? words.erased}
    </Link>
  )
  return <NameCell name={name} second={[item.page, item.note].filter(Boolean).join(' · ')} />
}

function Sender({ item }: { item: Feedback }) {
  const { user } = item
  if (!user) return <span className={classes.muted}>{words.erasedPerson}</span>
  const name = (
    <Link to="/admin/users/$id" params={{ id: user.id }} className={classes.person}>
      {user.name}
    </Link>
  )
  return <NameCell name={name} second={user.email} />
}

/** The columns of the list: what, stars, from whom, state, when. */
export const feedbackColumns: Column<Feedback>[] = [
  { id: 'content', header: words.message, cell: ({ row }) => <Message item={row.original} /> },
  { id: 'rating', header: words.ratingColumn, cell: ({ row }) => <Stars rating={row.original.rating} /> },
  { id: 'user', header: words.from, cell: ({ row }) => <Sender item={row.original} /> },
  { id: 'status', header: words.status, cell: ({ row }) => <StateWord status={row.original.status} /> },
  { id: 'createdAt', header: words.when, cell: ({ row }) => <TimeText value={row.original.createdAt} /> },
]

/** The same row where there is no room for columns. */
export function FeedbackCard({ item }: { item: Feedback }) {
  return (
    <CardLines
      title={<Message item={item} />}
      end={<StateWord status={item.status} />}
      lines={[
        <span key="who" className={classes.line}>
          <span>{senderName(item)}</span>
          <Stars rating={item.rating} />
          <span className={classes.muted}>
            <TimeText value={item.createdAt} />
          </span>
        </span>,
      ]}
    />
  )
}
