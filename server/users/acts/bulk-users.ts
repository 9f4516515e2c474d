import { and, inArray } from 'drizzle-orm'
import { user } from '#drizzle/schema/index.ts'
import { bulkActions } from '#shared/bulk-plan.ts'
import type { BulkUsersAnswer, BulkUsersInput } from '#shared/bulk-users.ts'
import { readGroup } from '../../audit/read/read-group.ts'
import { recordAudit } from '../../audit/record/record-audit.ts'
import { requireFresh } from '../../auth/sessions/require-fresh.ts'
import { AppError } from '../../errors.ts'
import type { ActorContext } from '../../service-context.ts'
import { matchesUsers } from '../list/user-search.ts'
import { actOnEach, type EachContext } from './act-on-each.ts'
import { banUser } from './ban-user.ts'
import { endUserSessions } from './end-user-sessions.ts'
import { removeUser } from './remove-user.ts'
import { restoreUser } from './restore-user.ts'
import { setUserRole } from './set-role.ts'
import { unbanUser } from './unban-user.ts'

/**
 * One act on many users, one after the other, each in a transaction and with an audit row of its own: what fails for one
 * is that one's answer. All of them are a group in the audit log, which later calls go on with. Throws FORBIDDEN for
 * roles without a fresh session; NOT_FOUND for a group that is not the actor's, or is of another act.
 */
export async function bulkUsers(
  ctx: ActorContext & EachContext,
  input: BulkUsersInput,
): Promise<BulkUsersAnswer> {
  if (input.action === 'setRole') requireFresh(ctx)
  const groupId = await openGroup(ctx, input)
  const inside = { ...ctx, groupId: groupId ?? undefined }
  const matching = await findMatching(ctx, input)
  const results = await actOnEach(ctx, input.ids, async (id) => {
    if (matching && !matching.has(id)) throw unmatched()
    return act(inside, input, id)
  })
  return { groupId, results }
}

async function openGroup(ctx: ActorContext, input: BulkUsersInput): Promise<string | null> {
  const { action, ids, filter, people = ids.length } = input
  if (input.groupId) {
    const group = await readGroup(ctx, input.groupId)
    if (group.action === bulkActions[action] && group.actorId === ctx.actor.user.id) return input.groupId
    throw new AppError('NOT_FOUND', 'There is no such group of yours. Leave it out to begin one.')
  }
  if (people === 1) return null
  return recordAudit(ctx, {
    action: 'user.bulk',
    subject: { type: 'procedure', id: 'users.bulk' },
    after: {
      action: bulkActions[action],
      people,
      ...(input.action === 'setRole' && { role: input.role }),
      ...(input.action === 'ban' && { until: input.until === null ? null : new Date(input.until) }),
      ...(filter && { filter }),
    },
  })
}

// Who was found by a filter, and has since been approved or renamed, say, is not who was meant.
async function findMatching(ctx: ActorContext, { ids, filter }: BulkUsersInput): Promise<Set<string> | null> {
  if (!filter) return null
  const found = await ctx.db
    .select({ id: user.id })
    .from(user)
    .where(and(inArray(user.id, ids), matchesUsers(ctx, filter)))
  return new Set(found.map(({ id }) => id))
}

const unmatched = () =>
  new AppError('CONFLICT', 'The filters do not find them any more.', { reason: { kind: 'unmatched' } })

async function act(ctx: ActorContext, input: BulkUsersInput, id: string): Promise<boolean> {
  switch (input.action) {
    case 'ban': {
      const { reason, until, overBans } = input
      return changed(await banUser(ctx, { id, reason, until, overBan: overBans }))
    }
    case 'unban':
      return changed(await unbanUser(ctx, { id }))
    case 'remove':
      return changed(await removeUser(ctx, { id }))
    case 'restore':
      return changed(await restoreUser(ctx, { id }))
    case 'setRole':
      return changed(await setUserRole(ctx, { id, role: input.role }))
    case 'endSessions':
      return (await endUserSessions(ctx, { userId: id })).count > 0
  }
}

const changed = ({ auditId }: { auditId: string | null }) => auditId !== null
