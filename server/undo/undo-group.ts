import { and, asc, eq, gt, inArray, sql } from 'drizzle-orm'
import { auditEvent } from '#drizzle/schema/index.ts'
import type { UndoGroupAnswer, UndoGroupInput } from '#shared/audit/audit.ts'
import { type GroupAction, groupActions } from '#shared/audit/group-actions.ts'
import { isUndoable, undoableActions } from '#shared/audit/undoable-actions.ts'
import { bulkBatch } from '#shared/bulk-plan.ts'
import type { Permission } from '#shared/roles/roles.ts'
import { isUndone } from '../audit/read/is-undone.ts'
import { readGroup } from '../audit/read/read-group.ts'
import { recordAudit } from '../audit/record/record-audit.ts'
import { requireFresh } from '../auth/sessions/require-fresh.ts'
import { AppError } from '../errors.ts'
import { holdsPermission } from '../key-status/holds-permission.ts'
import { actOnEach, type EachContext } from '../users/acts/act-on-each.ts'
import { undoAct } from './undo-act.ts'
import type { UndoContext } from './undo-context.ts'

/**
 * Takes back one act on many, a hundred of them a call: what stands in the way of one is that one's result, and a later
 * run tries again what is left. Each run is a group of its own in the audit log. Throws NOT_FOUND for a row that stands
 * for no such act, or a run that is not the actor's; BAD_REQUEST for an act that cannot be taken back; FORBIDDEN without
 * the permission of the act on many, and for roles without a fresh session; CONFLICT when nothing is left.
 */
export async function undoGroup(
  ctx: UndoContext & EachContext,
  { id, run, after }: UndoGroupInput,
): Promise<UndoGroupAnswer> {
  const { head, action } = await readGroup(ctx, id)
  requirePermission(ctx, groupActions[head].permission)
  if (!isUndoable(action)) throw new AppError('BAD_REQUEST', 'An act of this kind cannot be taken back.')
  if (action === 'user.setRole') requireFresh(ctx)
  const acts = await listStanding(ctx, id, after)
  const groupId = run ? await goOn(ctx, id, run) : await begin(ctx, { id, head, left: acts.length })
  const batch = acts.slice(0, bulkBatch)
  const inside = { ...ctx, groupId }
  const results = await actOnEach(
    ctx,
    batch.map((act) => act.id),
    async (act) => Boolean(await undoAct(inside, { id: act })),
  )
  return {
    run: groupId,
    results: results.map((result, index) => ({ ...result, name: batch[index]?.name ?? null })),
    after: acts.length > bulkBatch ? (batch.at(-1)?.id ?? null) : null,
  }
}

function requirePermission({ actor }: UndoContext, permission: Permission): void {
  if (holdsPermission(actor, permission)) return
  throw new AppError('FORBIDDEN', 'Your role does not allow this.', {
    reason: { kind: 'permission', permission },
  })
}

// In the order of their ids, one more than a call takes.
function listStanding({ db }: UndoContext, groupId: string, after: string | undefined) {
  return db
    .select({ id: auditEvent.id, name: sql<string | null>`${auditEvent.subjectFacts}->>'name'` })
    .from(auditEvent)
    .where(
      and(
        eq(auditEvent.groupId, groupId),
        inArray(auditEvent.action, [...undoableActions]),
        after ? gt(auditEvent.id, after) : undefined,
        sql`not ${isUndone}`,
      ),
    )
    .orderBy(asc(auditEvent.id))
    .limit(bulkBatch + 1)
}

interface Begin {
  id: string
  head: GroupAction
  left: number
}

async function begin(ctx: UndoContext, { id, head, left }: Begin): Promise<string> {
  if (left === 0) throw new AppError('CONFLICT', 'Nothing of this act is left to take back.')
  return recordAudit(ctx, {
    action: 'audit.undo',
    subject: { type: 'audit', id },
    after: { action: head, subject: groupActions[head].call },
  })
}

async function goOn(ctx: UndoContext, id: string, run: string): Promise<string> {
  const { action, subjectId, actorId } = auditEvent
  const isOurs = and(eq(action, 'audit.undo'), eq(subjectId, id), eq(actorId, ctx.actor.user.id))
  const [found] = await ctx.db
    .select({ id: auditEvent.id })
    .from(auditEvent)
    .where(and(eq(auditEvent.id, run), isOurs))
  if (found) return found.id
  throw new AppError('NOT_FOUND', 'There is no such undo of yours. Leave it out to begin one.')
}
