import { userNote } from '#drizzle/schema/index.ts'
import type { AddNoteInput, UserNote } from '#shared/notes.ts'
import { recordAudit } from '../audit/record/record-audit.ts'
import { generateId } from '../auth/generate-id.ts'
import type { ActorContext } from '../service-context.ts'
import { auditedUser } from '../users/acts/change-user.ts'
import { actOnUser } from '../users/guard/act-on-user.ts'
import { toUserNote } from './note-view.ts'

/**
 * Writes a note about a user, deleted or not. Throws NOT_FOUND, and FORBIDDEN for oneself and for a user whom the actor
 * does not outrank.
 */
export function addNote(ctx: ActorContext, { userId, text }: AddNoteInput): Promise<UserNote> {
  const { id: authorId, name } = ctx.actor.user
  const options = { id: userId, permission: 'users.moderate', deleted: 'may' } as const
  return actOnUser(ctx, options, async (inside, { user }) => {
    const values = { id: generateId(), userId, authorId, text, createdAt: ctx.now, updatedAt: ctx.now }
    const [row] = await inside.db.insert(userNote).values(values).returning()
    if (!row) throw new Error('A note was not written.')
    await recordAudit(inside, {
      action: 'note.add',
      subject: auditedUser(user),
      after: { note: row.id, text },
    })
    return toUserNote(row, { id: authorId, name })
  })
}
