import { eq } from 'drizzle-orm'
import { type UserNoteTable, type UserTable, userNote } from '#drizzle/schema/index.ts'
import { AppError } from '../errors.ts'
import type { ActorContext } from '../service-context.ts'
import { actOnUser } from '../users/guard/act-on-user.ts'

/**
 * Runs a change of a note in a transaction that holds it and the user whom it is about. Throws NOT_FOUND; FORBIDDEN as
 * `addNote`, and whatever `act` throws.
 */
export async function actOnNote<Result>(
  ctx: ActorContext,
  id: string,
  act: (ctx: ActorContext, note: UserNoteTable, user: UserTable) => Promise<Result>,
): Promise<Result> {
  const [found] = await ctx.db.select({ userId: userNote.userId }).from(userNote).where(eq(userNote.id, id))
  if (!found) throw noSuchNote()
  const options = { id: found.userId, permission: 'users.moderate', deleted: 'may' } as const
  return actOnUser(ctx, options, async (inside, { user }) => {
    const [note] = await inside.db.select().from(userNote).where(eq(userNote.id, id)).for('update')
    if (!note) throw noSuchNote()
    return act(inside, note, user)
  })
}

const noSuchNote = () => new AppError('NOT_FOUND', 'There is no such note.')

/** The refusal of what only its author may do to a note. */
export const notTheAuthor = () =>
  new AppError('FORBIDDEN', 'Only who wrote the note may do this.', { reason: { kind: 'author' } })
