import { Button, Modal } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Feedback } from '#shared/feedback-statuses.ts'
import { Facts } from '../../components/detail/facts.tsx'
import { TimeText } from '../../components/detail/time-text.tsx'
import { Stars } from '../../components/feedback/stars.tsx'
import { QueryFailure } from '../../components/notice/query-failure.tsx'
import { Skeleton } from '../../components/page/skeleton.tsx'
import { trpc } from '../../lib/api/trpc.ts'
import { useFocusBack } from '../../lib/browser/use-focus-back.ts'
import { text as words } from '../../lib/text/feedback-text.ts'
import { text } from '../../lib/text/text.ts'
import classes from './feedback.module.css'
import { StateWord, senderName } from './feedback-row.tsx'
import { MessageForm } from './message-form.tsx'

interface Props {
  id: string
  manages: boolean
  onClose: () => void
}

/** One message in whole, with its state and the note on it for who may set them. */
export function MessageDialog({ id, manages, onClose }: Props) {
  useFocusBack()
  const { data, error, refetch } = trpc.feedback.get.useQuery({ id })
  return (
    <Modal
      opened
      size="lg"
      title={data ? words.messageOf(senderName(data)) : words.message}
      onClose={onClose}
      closeButtonProps={{ 'aria-label': text.common.close }}
    >
      {data ? (
        <Message item={data} {...{ manages, onClose }} />
      ) : error ? (
        <QueryFailure error={error} onRetry={refetch} />
      ) : (
        <div aria-busy="true">
          <Skeleton width="60%" height={20} />
        </div>
      )}
    </Modal>
  )
}

function Message({ item, manages, onClose }: { item: Feedback; manages: boolean; onClose: () => void }) {
  return (
    <div className={classes.message}>
      {item.content === null ? (
        <p className={classes.muted}>{words.erased}</p>
      ) : (
        <p className={classes.content}>{item.content}</p>
      )}
      <Facts items={factsOf(item, manages)} />
      {manages && item.content !== null ? (
        <MessageForm key={item.updatedAt} item={item} onClose={onClose} />
      ) : (
        <div className={classes.actions}>
          <Button variant="default" onClick={onClose}>
            {text.common.close}
          </Button>
        </div>
      )}
    </div>
  )
}

// Who manages it has state and note in the form.
function factsOf(item: Feedback, manages: boolean): [string, ReactNode][] {
  const { user, page, note, status, decidedBy } = item
  const facts: [string, ReactNode][] = [
    [
      words.from,
      user ? (
        <span key="from" className={classes.line}>
          <Link to="/admin/users/$id" params={{ id: user.id }}>
            {user.name}
          </Link>
          <span className={classes.muted}>{user.email}</span>
          <Link to="/admin/feedback" search={{ user: user.id }}>
            {words.allOf(user.name)}
          </Link>
        </span>
      ) : (
        words.erasedPerson
      ),
    ],
    [words.when, <TimeText key="when" value={item.createdAt} />],
  ]
  if (!manages) facts.push([words.status, <StateWord key="status" status={status} />])
  if (item.rating !== null) facts.push([words.ratingColumn, <Stars key="stars" rating={item.rating} />])
  if (page !== null) facts.push([words.page, <PageLink key="page" page={page} />])
  if (decidedBy) facts.push([words.decidedBy, decidedBy.name])
  if (note !== null && !manages) facts.push([words.note, note])
  return facts
}

// A path of ours only, since no other is kept.
const PageLink = ({ page }: { page: string }) => <a href={page}>{page}</a>
