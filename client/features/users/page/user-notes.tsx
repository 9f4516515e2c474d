import { Button, Menu } from '@mantine/core'
import { getQueryKey } from '@trpc/react-query'
import { useState } from 'react'
import type { UserNote } from '#shared/notes.ts'
import { hasPermission, outranks } from '#shared/roles/roles.ts'
import type { UserDetail } from '#shared/users.ts'
import { TimeText } from '../../../components/detail/time-text.tsx'
import { QueryFailure } from '../../../components/notice/query-failure.tsx'
import { Section } from '../../../components/page/page.tsx'
import { Skeleton } from '../../../components/page/skeleton.tsx'
import { lazyDialog } from '../../../components/part/lazy-dialog.tsx'
import { LoadMore } from '../../../components/table/load-more.tsx'
import { RowMenu } from '../../../components/table/row-menu.tsx'
import { trpc } from '../../../lib/api/trpc.ts'
import { part } from '../../../lib/part/part.ts'
import { usePages } from '../../../lib/table/use-pages.ts'
import { text } from '../../../lib/text/text.ts'
import type { Actor } from '../acts/user-acts.ts'
import type { NoteAct } from './note-dialogs.tsx'
import classes from './user-page.module.css'

const words = text.user
const NoteDialog = lazyDialog(
  part(() => import('./note-dialogs.tsx')),
  'NoteDialog',
)

interface Props {
  user: UserDetail
  actor: Actor
}

/** What staff wrote down about the user, newest first. */
export function UserNotes({ user, actor }: Props) {
  const { client } = trpc.useUtils()
  const input = { userId: user.id, limit: 10 }
  const notes = usePages({
    queryKey: getQueryKey(trpc.notes.list, input, 'any'),
    load: (cursor) => client.notes.list.query({ ...input, cursor }),
  })
  const [act, setAct] = useState<NoteAct | null>(null)
  const writes =
    hasPermission(actor.role, 'users.moderate') && actor.id !== user.id && outranks(actor.role, user.role)
  const add = (
    <Button variant="default" size="compact-sm" onClick={() => setAct({ kind: 'add' })}>
      {words.addNote}
    </Button>
  )
  return (
    <Section title={words.notesTitle} actions={writes ? add : null}>
      {notes.error ? (
        <QueryFailure error={notes.error} onRetry={notes.refresh} />
      ) : notes.total === undefined ? (
        <div aria-busy="true">
          <Skeleton width="40%" height={20} />
        </div>
      ) : notes.total === 0 ? (
        <p className={classes.none}>{words.noNotes}</p>
      ) : (
        <ul className={classes.list}>
          {notes.rows.map((note) => (
            <Note key={note.id} note={note} actor={writes ? actor : null} onAct={setAct} />
          ))}
        </ul>
      )}
      {notes.hasMore ? (
        <LoadMore
          shown={notes.rows.length}
          total={notes.total ?? 0}
          hasMore
          pending={notes.loadingMore}
          onMore={notes.loadMore}
        />
      ) : null}
      {act ? <NoteDialog act={act} user={user} onClose={() => setAct(null)} /> : null}
    </Section>
  )
}

interface NoteProps {
  note: UserNote
  /** Null for who only reads. */
  actor: Actor | null
  onAct: (act: NoteAct) => void
}

function Note({ note, actor, onAct }: NoteProps) {
  const author = note.author?.name ?? words.noteByNobody
  const own = actor !== null && note.author?.id === actor.id
  const removes = own || (actor !== null && hasPermission(actor.role, 'users.manage'))
  return (
    <li className={classes.item}>
      <div className={classes.said}>
        <p className={classes.note}>{note.text}</p>
        <span className={classes.second}>
          <span>{author}</span>
          <TimeText value={note.createdAt} />
          {note.editedAt ? (
            <span>
              {words.noteEdited} <TimeText value={note.editedAt} />
            </span>
          ) : null}
        </span>
      </div>
      {removes ? (
        <RowMenu label={words.notesOf(author)} width={160}>
          {own ? <Menu.Item onClick={() => onAct({ kind: 'edit', note })}>{words.editNote}</Menu.Item> : null}
          <Menu.Item data-danger onClick={() => onAct({ kind: 'remove', note })}>
            {words.removeNote}
          </Menu.Item>
        </RowMenu>
      ) : null}
    </li>
  )
}
