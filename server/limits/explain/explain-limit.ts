import { eq } from 'drizzle-orm'
import { lockout } from '#drizzle/schema/index.ts'
import type {
  ExplainedCounter,
  ExplainLimitInput,
  ExplainStep,
  LimitExplanation,
} from '#shared/limit-events.ts'
import { hasPermission } from '#shared/roles.ts'
import { databaseNow } from '../../database/clock.ts'
import { AppError } from '../../errors.ts'
import type { LimitsContext } from '../limits-context.ts'
import type { DeclaredCall, DeclaredCalls } from './declared-call.ts'
import { explainCounters, unknownScopes } from './explain-counters.ts'
import { type ExplainedCaller, findCaller } from './explained-caller.ts'

export type ExplainContext = LimitsContext & { declaredCalls: DeclaredCalls }

/**
 * Says whether a call would pass at this moment and, from who calls to what was counted, why not. It reads only, and
 * charges nothing. Throws NOT_FOUND for a procedure, a user or a counter that is not there.
 */
export async function explainLimit(ctx: ExplainContext, input: ExplainLimitInput): Promise<LimitExplanation> {
  const declared = ctx.declaredCalls.find(input.procedure)
  if (!declared) throw new AppError('NOT_FOUND', 'There is no such procedure or endpoint.')
  const caller = await findCaller(ctx, input)
  const [counters, lockedUntil] = await Promise.all([
    explainCounters(ctx, declared, caller),
    findLock(ctx, caller),
  ])
  const steps = [
    explainSignIn(declared, caller),
    explainPermission(declared, caller),
    explainBan(declared, caller, ctx.now),
    explainApproval(declared, caller),
    explainLock(declared, lockedUntil),
    explainOverride(counters),
    explainCount(declared, counters),
  ]
  const refusedBy = steps.find(({ outcome }) => outcome === 'refuses')?.step ?? null
  return {
    procedure: declared.path,
    cost: declared.cost,
    passes: refusedBy === null,
    refusedBy,
    retryAfterMs: Math.max(0, ...counters.map(({ retryAfterMs }) => retryAfterMs)),
    steps,
    counters,
    unknownScopes: unknownScopes(ctx, declared, counters),
  }
}

function step(name: ExplainStep['step'], outcome: ExplainStep['outcome'], message: string): ExplainStep {
  return { step: name, outcome, message }
}

function explainSignIn({ signedIn }: DeclaredCall, { user, sessionId }: ExplainedCaller): ExplainStep {
  if (!signedIn) return step('signed-in', 'not-applicable', 'Everybody may call it, signed in or not.')
  if (user?.deletedAt) return step('signed-in', 'refuses', 'The account is deleted.')
  if (!sessionId) return step('signed-in', 'refuses', 'There is no live session.')
  return step('signed-in', 'passes', 'There is a live session.')
}

function explainPermission({ permission }: DeclaredCall, { user }: ExplainedCaller): ExplainStep {
  if (!permission) return step('permission', 'not-applicable', 'It needs no permission.')
  const role = user?.role
  if (role && hasPermission(role, permission))
    return step('permission', 'passes', `The role ${role} holds ${permission}.`)
  const who = role ? `The role ${role}` : 'Who is not signed in'
  return step('permission', 'refuses', `${who} does not hold ${permission}.`)
}

function explainBan(
  { signedIn, testsPassword }: DeclaredCall,
  { user }: ExplainedCaller,
  now: Date,
): ExplainStep {
  if (!user || !(signedIn || testsPassword))
    return step('ban', 'not-applicable', 'It does not ask whose account it is.')
  const { bannedAt, bannedUntil } = user
  if (!bannedAt || (bannedUntil && bannedUntil <= now))
    return step('ban', 'passes', 'The account is not banned.')
  return step(
    'ban',
    'refuses',
    `The account is banned${bannedUntil ? ` until ${bannedUntil.toISOString()}` : ''}.`,
  )
}

function explainApproval({ signedIn, whilePending }: DeclaredCall, { user }: ExplainedCaller): ExplainStep {
  if (!signedIn) return step('approval', 'not-applicable', 'It does not ask whose account it is.')
  if (!user?.pendingSince) return step('approval', 'not-applicable', 'The account needs no approval.')
  if (whilePending)
    return step('approval', 'passes', 'It may be called while the account waits for approval.')
  return step(
    'approval',
    'refuses',
    `The account waits for approval since ${user.pendingSince.toISOString()}.`,
  )
}

function explainLock({ testsPassword }: DeclaredCall, lockedUntil: Date | null): ExplainStep {
  if (!testsPassword) return step('lock', 'not-applicable', 'It tests no password.')
  if (!lockedUntil) return step('lock', 'passes', 'The account is not locked.')
  return step(
    'lock',
    'refuses',
    `Wrong passwords locked the account until ${lockedUntil.toISOString()}; a browser that signed in before may still be let in.`,
  )
}

function explainOverride(counters: readonly ExplainedCounter[]): ExplainStep {
  const found = counters.filter(({ override }) => override)
  const blocked = found.find(({ override }) => override?.effect === 'blocked')
  if (blocked) return step('override', 'refuses', `An override blocks ${blocked.id}.`)
  if (found.length === 0) return step('override', 'not-applicable', 'No override is in force.')
  const effects = found.map(({ id, override, limit }) =>
    override?.effect === 'exempt' ? `${id} is exempt` : `${id} has the limit ${limit}`,
  )
  return step('override', 'passes', `By override ${effects.join(', ')}.`)
}

function explainCount({ cost }: DeclaredCall, counters: readonly ExplainedCounter[]): ExplainStep {
  const full = counters.filter(({ retryAfterMs }) => retryAfterMs > 0)
  const [longest] = full.toSorted((a, b) => b.retryAfterMs - a.retryAfterMs)
  if (counters.length === 0) return step('limit', 'not-applicable', 'No counter is known for this caller.')
  if (!longest) return step('limit', 'passes', `Every counter has room for the cost ${cost}.`)
  const { id, used, limit, retryAfterMs } = longest
  return step(
    'limit',
    'refuses',
    `${id} has used ${used} of ${limit}; the call passes in ${Math.ceil(retryAfterMs / 1000)} s.`,
  )
}

async function findLock(ctx: LimitsContext, { accountHash }: ExplainedCaller): Promise<Date | null> {
  if (!accountHash) return null
  const [row] = await ctx.db
    .select({ lockedUntil: lockout.lockedUntil, now: databaseNow.mapWith(Number) })
    .from(lockout)
    .where(eq(lockout.key, `account:${accountHash}`))
  return row && row.lockedUntil > row.now ? new Date(row.lockedUntil) : null
}
