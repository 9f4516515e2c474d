import { eq } from 'drizzle-orm'
import { userNote } from '#drizzle/schema/index.ts'
import type { NoteIdInput } from '#shared/notes.ts'
import { recordAudit } from '../audit/record/record-audit.ts'
import { holdsPermission } from '../key-status/holds-permission.ts'
import type { ActorContext } from '../service-context.ts'
import { auditedUser } from '../users/acts/change-user.ts'
import { actOnNote, notTheAuthor } from './act-on-note.ts'

/**
 * Deletes a note for good: one's own, or anybody's by a role that manages users. Throws as `actOnNote`, FORBIDDEN for
 * another's.
 */
export function removeNote(ctx: ActorContext, { id }: NoteIdInput): Promise<{ id: string }> {
  const actor = ctx.actor.user
  return actOnNote(ctx, id, async (inside, note, user) => {
    if (note.authorId !== actor.id && !holdsPermission(ctx.actor, 'users.manage')) throw notTheAuthor()
    await inside.db.delete(userNote).where(eq(userNote.id, id))
    await recordAudit(inside, {
      action: 'note.remove',
      subject: auditedUser(user),
      before: { note: id, text: note.text },
    })
    return { id }
  })
}
