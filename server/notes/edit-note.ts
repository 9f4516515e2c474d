import { eq } from 'drizzle-orm'
import { userNote } from '#drizzle/schema/index.ts'
import type { EditNoteInput, UserNote } from '#shared/notes.ts'
import { recordAudit } from '../audit/record/record-audit.ts'
import type { ActorContext } from '../service-context.ts'
import { auditedUser } from '../users/acts/change-user.ts'
import { actOnNote, notTheAuthor } from './act-on-note.ts'
import { toUserNote } from './note-view.ts'

/** Changes a note of the actor's own; nothing happens when it says that already. Throws as `actOnNote`, FORBIDDEN for another's. */
export function editNote(ctx: ActorContext, { id, text }: EditNoteInput): Promise<UserNote> {
  const { id: authorId, name } = ctx.actor.user
  return actOnNote(ctx, id, async (inside, note, user) => {
    if (note.authorId !== authorId) throw notTheAuthor()
    if (note.text === text) return toUserNote(note, { id: authorId, name })
    const set = { text, updatedAt: ctx.now }
    const [row] = await inside.db.update(userNote).set(set).where(eq(userNote.id, id)).returning()
    if (!row) throw new Error('A note that was held is gone.')
    await recordAudit(inside, {
      action: 'note.edit',
      subject: auditedUser(user),
      before: { text: note.text },
      after: { text },
    })
    return toUserNote(row, { id: authorId, name })
  })
}
