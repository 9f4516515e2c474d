import { and, eq } from 'drizzle-orm'
import { creditEntry } from '#drizzle/schema/index.ts'
import { AppError, unavailable } from '../errors.ts'
import { prepareApplyCredits } from './apply-credits.ts'
import { bringUpToDate } from './bring-up-to-date.ts'
import type { CreditCall, CreditDecision } from './credit-call.ts'
import type { CreditsContext } from './credits-context.ts'

// A balance that was brought up to date may be due again at the next moment, but not again and again.
const tries = 5

/** Decides a call, with the owner's balance opened and up to date. Never answers `none` nor `due`. */
export async function decideCredits(
  ctx: CreditsContext,
  given: Omit<CreditCall, 'actorId' | 'impersonatorId' | 'requestId'>,
): Promise<CreditDecision> {
  const { actor, requestId } = ctx
  const call: CreditCall = {
    ...given,
    actorId: actor?.user.id ?? null,
    impersonatorId: actor?.impersonator?.id ?? null,
    requestId,
  }
  for (let tried = 0; tried < tries; tried += 1) {
    const decision = await decideOnce(ctx, call)
    if (decision.outcome !== 'none' && decision.outcome !== 'due') return decision
    if (decision.outcome === 'none' && call.holdId !== null && call.op !== 'hold')
      return { ...decision, outcome: 'lapsed' }
    await ctx.db.transaction((tx) => bringUpToDate({ ...ctx, db: tx }, call.ownerId))
  }
  throw unavailable(new Error(`The balance of ${call.ownerId} is due although it was brought up to date.`))
}

async function decideOnce({ db, credits }: CreditsContext, call: CreditCall): Promise<CreditDecision> {
  if (credits?.db === db) return credits.decide(call)
  const [decision] = await prepareApplyCredits(db)([call])
  if (!decision) throw new Error('A call was not decided.')
  if (decision.outcome === 'ok') credits?.note(call.ownerId)
  return decision
}

/** The answer to a call that was not let through. */
export async function creditRefusal(
  ctx: CreditsContext,
  call: Pick<CreditCall, 'ownerId' | 'key' | 'cost'>,
  { outcome, balance, held, quota, nowMs }: CreditDecision,
): Promise<AppError> {
  if (outcome === 'repeated') return repeated(await findEntry(ctx, call))
  if (outcome === 'quota' && quota) return overQuota({ ...quota, nowMs })
  if (outcome !== 'credits') throw new Error(`The outcome ${outcome} is no refusal.`)
  const available = balance - held
  const lead = held > 0 && balance >= call.cost ? `Other calls hold ${held} credits.` : 'Not enough credits.'
  const message = `${lead} This takes ${call.cost}, and ${available} are available.`
  return new AppError('PAYMENT_REQUIRED', message, {
    reason: { kind: 'credits', needed: call.cost, available, held },
  })
}

function repeated(entry: number | null): AppError {
  const message = entry === null ? 'The same call runs already.' : 'The same call was made and paid before.'
  return new AppError('CONFLICT', message, { reason: { kind: 'repeated', entry } })
}

function overQuota(quota: { limit: number; used: number; resetsAtMs: number; nowMs: number }): AppError {
  const resetsAt = new Date(quota.resetsAtMs).toISOString()
  const message = `The quota of ${quota.limit} credits a month is reached. It begins anew at ${resetsAt}.`
  return new AppError('TOO_MANY_REQUESTS', message, {
    reason: {
      kind: 'quota',
      limit: quota.limit,
      used: quota.used,
      resetsAt,
      retryAfterMs: Math.max(quota.resetsAtMs - quota.nowMs, 0),
    },
  })
}

/** The number of the entry that has the key; null when none has. */
export async function findEntry(
  { db }: CreditsContext,
  { ownerId, key }: Pick<CreditCall, 'ownerId' | 'key'>,
): Promise<number | null> {
  const [found] = await db
    .select({ seq: creditEntry.seq })
    .from(creditEntry)
    .where(and(eq(creditEntry.ownerId, ownerId), eq(creditEntry.key, key ?? '')))
  return found?.seq ?? null
}
