import { eq } from 'drizzle-orm'
import { user } from '#drizzle/schema/index.ts'
import type { SetOverrideInput } from '#shared/limits/limit-rules.ts'
import { idSchema } from '#shared/text/text.ts'
import { invalidField } from '../../errors.ts'
import type { ActorContext } from '../../service-context.ts'
import { callerOf } from '../decide/apply-rules.ts'
import { type LimitPartition, parseKey, quotasOf } from '../limit-keys.ts'
import type { PolicyName } from '../limit-policies.ts'
import type { LimitsContext } from '../limits-context.ts'
import { networkOf, parseAddressRange } from '../networks.ts'
import { createOverrideIndex, type OverrideRule } from '../rules/override-index.ts'

/** What an override's row holds of the input. */
export type CheckedOverride = Pick<OverrideRule, 'target' | 'value' | 'policy' | 'effect' | 'limit'> & {
  reason: string
  expiresAt: Date | null
}

/**
 * The override as it is kept, its value in the one spelling that it is looked up by. Throws BAD_REQUEST with the field
 * that names nothing, is over already, or would keep the actor from taking it back.
 */
export async function checkOverride(
  ctx: ActorContext & LimitsContext,
  input: SetOverrideInput,
): Promise<CheckedOverride> {
  const { target, policy, effect, limit, reason } = input
  if (policy !== null && !Object.hasOwn(ctx.limiter.policies, policy))
    throw invalidField('policy', 'There is no such policy.')
  const value = await checkValue(ctx, input)
  const expiresAt = input.expiresAt === null ? null : new Date(input.expiresAt)
  if (expiresAt && !(expiresAt > ctx.now)) throw invalidField('expiresAt', 'Must be in the future.')
  const checked = { target, value, policy, effect, limit, reason, expiresAt }
  if (effect === 'blocked' && isAboutMyself(ctx, checked))
    throw invalidField('value', 'This would block yourself, and you could not take it back.')
  return checked
}

async function checkValue(ctx: LimitsContext, { target, value, policy }: SetOverrideInput): Promise<string> {
  const { policies } = ctx.limiter
  switch (target) {
    case 'key': {
      const quota = parseKey(policies, value)
      if (!quota) throw invalidField('value', 'Not a counter, such as public/ip:203.0.113.7.')
      if (policy !== null && quota.policy !== policy)
        throw invalidField('policy', 'The counter is of another policy.')
      return value
    }
    case 'prefix': {
      const starts = Object.entries(policies).flatMap(([name, { scopes }]) =>
        policy === null || name === policy ? scopes.map(({ scope }) => `${name}/${scope}:`) : [],
      )
      if (starts.some((start) => start.startsWith(value) || value.startsWith(start))) return value
      throw invalidField('value', 'No counter begins like this. One such as public/ip:203.0.113.7 would.')
    }
    case 'address': {
      const range = parseAddressRange(value)
      if (!range) throw invalidField('value', 'Not an address or CIDR range, such as 203.0.113.0/24.')
      return range.text
    }
    case 'user': {
      const isId = idSchema.safeParse(value).success
      const found = isId ? await ctx.db.select({ id: user.id }).from(user).where(eq(user.id, value)) : []
      if (found.length === 0) throw invalidField('value', 'There is no user with this id.')
      return value
    }
  }
}

// What it takes to come back and remove an override.
const neededPolicies: readonly PolicyName[] = ['auth', 'sign-in', 'signed-in', 'admin-write', 'keys']

function isAboutMyself(ctx: ActorContext & LimitsContext, checked: CheckedOverride): boolean {
  const { user, session, key } = ctx.actor
  const partition: LimitPartition = {
    ip: networkOf(ctx.clientAddress),
    address: ctx.clientAddress,
    userId: user.id,
    sessionId: session?.id,
    keyId: key?.id,
  }
  const rule: OverrideRule = { ...checked, id: '', createdAtMs: 0, expiresAtMs: null }
  const index = createOverrideIndex([rule])
  return quotasOf(ctx.limiter.policies, neededPolicies, partition).some(
    (quota) => index.find(quota, callerOf(partition), 0) !== null,
  )
}
