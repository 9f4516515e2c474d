import type { SetManyFeedbackAnswer, SetManyFeedbackInput } from '#shared/feedback.ts'
import { readGroup } from '../audit/read/read-group.ts'
import { recordAudit } from '../audit/record/record-audit.ts'
import { AppError } from '../errors.ts'
import type { ActorContext } from '../service-context.ts'
import { actOnEach, type EachContext } from '../users/acts/act-on-each.ts'
import { setFeedback } from './set-feedback.ts'

/**
 * Sets the state of some feedback, one after the other, each in a transaction and with an audit row of its own: what
 * fails for one is that one's answer. All of them are a group in the audit log, which later calls go on with. Throws
 * NOT_FOUND for a group that is not the actor's, or is of another act.
 */
export async function setManyFeedback(
  ctx: ActorContext & EachContext,
  input: SetManyFeedbackInput,
): Promise<SetManyFeedbackAnswer> {
  const groupId = await openGroup(ctx, input)
  const inside = { ...ctx, groupId: groupId ?? undefined }
  const results = await actOnEach(ctx, input.ids, async (id) => {
    const { auditId } = await setFeedback(inside, { id, status: input.status })
    return auditId !== null
  })
  return { groupId, results }
}

async function openGroup(
  ctx: ActorContext,
  { ids, status, amount = ids.length, groupId }: SetManyFeedbackInput,
): Promise<string | null> {
  if (groupId) {
    const group = await readGroup(ctx, groupId)
    if (group.action === 'feedback.set' && group.actorId === ctx.actor.user.id) return groupId
    throw new AppError('NOT_FOUND', 'There is no such group of yours. Leave it out to begin one.')
  }
  if (amount === 1) return null
  return recordAudit(ctx, {
    action: 'feedback.bulk',
    subject: { type: 'procedure', id: 'feedback.setMany' },
    after: { action: 'feedback.set', amount, status },
  })
}
