import { and, desc, eq } from 'drizzle-orm'
import { user, userNote } from '#drizzle/schema/index.ts'
import type { ListNotesInput, UserNote } from '#shared/notes.ts'
import type { Page } from '#shared/pagination.ts'
import { behindTime, pageOf } from '../database/page.ts'
import type { ServiceContext } from '../service-context.ts'
import { toUserNote } from './note-view.ts'

const order = { at: userNote.createdAt, id: userNote.id }

/** A page of the notes about a user, newest first. Throws BAD_REQUEST for a cursor that is not ours. */
export async function listNotes(
  { db }: ServiceContext,
  { userId, limit, cursor }: ListNotesInput,
): Promise<Page<UserNote>> {
  const about = eq(userNote.userId, userId)
  const [rows, total] = await Promise.all([
    db
      .select({ note: userNote, author: { id: user.id, name: user.name } })
      .from(userNote)
      .leftJoin(user, eq(user.id, userNote.authorId))
      .where(and(about, behindTime(order, cursor)))
      .orderBy(desc(userNote.createdAt), desc(userNote.id))
      .limit(limit + 1),
    db.$count(userNote, about),
  ])
  const page = pageOf(rows, limit, ({ note }) => [note.createdAt.toISOString(), note.id])
  return { ...page, items: page.items.map(({ note, author }) => toUserNote(note, author)), total }
}
