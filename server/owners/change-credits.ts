import type { UserTable } from '#drizzle/schema/index.ts'
import type { AdjustCreditsInput, CreditAct, GrantCreditsInput } from '#shared/credits/credits.ts'
import { recordAudit } from '../audit/record/record-audit.ts'
import { adjustCredits, type Granted, grantCredits } from '../credits/grant-credits.ts'
import { toEntryView } from '../credits/read/list-entries.ts'
import type { ActorContext, ServiceContext } from '../service-context.ts'
import { auditedUser } from '../users/acts/change-user.ts'
import { actOnOwner } from './act-on-owner.ts'

/**
 * Gives a user credits; the same key again answers what was entered for it. Throws BAD_REQUEST for an end that is over,
 * CONFLICT for a key that stands for something else, and as `actOnOwner` does.
 */
export const grantToUser = (ctx: ActorContext, { userId, ...input }: GrantCreditsInput): Promise<CreditAct> =>
  actOnOwner(ctx, userId, (inside, user) => applyGrant(inside, user, input))

/**
 * Corrects what a user has, upwards or downwards. Throws UNPROCESSABLE_CONTENT for more than is available, and otherwise
 * as `grantToUser` does.
 */
export const adjustUser = (ctx: ActorContext, { userId, ...input }: AdjustCreditsInput): Promise<CreditAct> =>
  actOnOwner(ctx, userId, (inside, user) => applyAdjustment(inside, user, input))

/** Gives credits to a user whose row the transaction holds, and records it; unchecked who does it. */
export async function applyGrant(
  ctx: ServiceContext,
  user: UserTable,
  { credits, key, reason, ...given }: Omit<GrantCreditsInput, 'userId'>,
): Promise<CreditAct> {
  const expiresAt = given.expiresAt === null ? null : new Date(given.expiresAt)
  const granted = await grantCredits(ctx, { ownerId: user.id, credits, expiresAt, key })
  return toAct(ctx, granted, () =>
    recordAudit(ctx, {
      action: 'credits.grant',
      subject: auditedUser(user),
      after: { credits, expiresAt, lot: granted.lot, reason },
    }),
  )
}

/** Corrects what a user has whose row the transaction holds, and records it; unchecked who does it. */
export async function applyAdjustment(
  ctx: ServiceContext,
  user: UserTable,
  { credits, key, reason }: Pick<AdjustCreditsInput, 'credits' | 'key'> & { reason?: string },
): Promise<CreditAct> {
  const adjusted = await adjustCredits(ctx, { ownerId: user.id, credits, key })
  return toAct(ctx, adjusted, () => recordAdjustment(ctx, user, { credits, reason }))
}

/** Records that a user's credits were corrected. Returns the row of the audit log. */
export const recordAdjustment = (
  ctx: ServiceContext,
  user: UserTable,
  after: { credits: number; reason?: string },
): Promise<string> => recordAudit(ctx, { action: 'credits.adjust', subject: auditedUser(user), after })

// What was done before is not recorded again.
async function toAct(
  { actor }: ServiceContext,
  { entry, repeated }: Granted,
  record: () => Promise<string>,
): Promise<CreditAct> {
  const auditId = repeated ? null : await record()
  const by = entry.actorId !== null && entry.actorId === actor?.user.id ? actor.user : null
  return { auditId, entry: toEntryView({ entry, actor: by && { id: by.id, name: by.name } }) }
}
