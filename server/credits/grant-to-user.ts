import type { CreditEntryTable, UserTable } from '#drizzle/schema/index.ts'
import { recordAudit } from '../audit/record/record-audit.ts'
import type { ServiceContext } from '../service-context.ts'
import { grantCredits } from './grant-credits.ts'

export interface GrantToUserInput {
  credits: number
  /** When what is left of them goes; null for never. */
  expiresAt: Date | null
  /** Why, for the audit log: the ledger keeps no words that somebody wrote. */
  reason: string
  key: string
}

/**
 * Gives a user credits and records it, in the transaction `ctx.db` that holds their row; the same key again records
 * nothing. Throws as `grantCredits` does.
 */
export async function grantToUser(
  ctx: ServiceContext,
  { id, name, email }: Pick<UserTable, 'id' | 'name' | 'email'>,
  { reason, ...granted }: GrantToUserInput,
): Promise<CreditEntryTable> {
  const { entry, repeated } = await grantCredits(ctx, { ownerId: id, ...granted })
  if (repeated) return entry
  await recordAudit(ctx, {
    action: 'credits.grant',
    subject: { type: 'user', id, name, email },
    after: { credits: granted.credits, expiresAt: granted.expiresAt, reason },
  })
  return entry
}
