import { eq, sql } from 'drizzle-orm'
import { onTestFinished } from 'vitest'
import { z } from 'zod'
import { creditEntry, creditHold } from '#drizzle/schema/index.ts'
import { entitlements } from '#shared/credits/entitlements.ts'
import { plans } from '#shared/credits/plans.ts'
import type { ErrorReason } from '#shared/errors.ts'
import { type Browser, createTestApp } from '#test/app.ts'
import { balanceOf, creditsContext, keepInvariants } from '../credits-fixture.ts'
import { grantCredits } from '../grant-credits.ts'
import { type Work, withPaidProcedures } from './paid-router-fixture.ts'

/** Work that waits to be let go on, and says when it has begun. */
export function slowWork() {
  const begun = Promise.withResolvers<void>()
  const over = Promise.withResolvers<void>()
  const work = async () => {
    begun.resolve()
    await over.promise
  }
  return { work, begun: begun.promise, goOn: () => over.resolve() }
}

/** Adds a key to the plans that is a yes or no, for one test. */
export function withFlag(): void {
  Object.assign(entitlements, { 'test.flag': { schema: z.boolean(), default: false } })
  Object.assign(plans.free.values, { 'test.flag': false })
  onTestFinished(() => {
    Reflect.deleteProperty(entitlements, 'test.flag')
    Reflect.deleteProperty(plans.free.values, 'test.flag')
  })
}

export interface PaidAnswer {
  status: number
  reason: ErrorReason | null
  message: string
  headers: Record<string, unknown>
  body: unknown
}

const callFixed = {
  tRPC: async (browser: Browser, input: object): Promise<PaidAnswer> => {
    const { status, data, error, headers } = await browser.mutate('paid.fixed', input)
    const { reason = null } = error?.data ?? {}
    return { status, reason, message: error?.message ?? '', headers, body: data ?? null }
  },
  REST: async (browser: Browser, input: object): Promise<PaidAnswer> => {
    const { statusCode, headers, ...response } = await browser.post('/api/paid/fixed', input)
    const body = response.json()
    const isRefused = statusCode !== 200
    return {
      status: statusCode,
      reason: body.reason ?? null,
      message: isRefused ? body.detail : '',
      headers,
      body: isRefused ? null : body,
    }
  },
}
export const transports = ['tRPC', 'REST'] as const
export type Transport = (typeof transports)[number]

/** A person with so many credits, and the whole server with paid procedures; what it leaves must add up. */
export async function withPayer(
  options: { credits?: number; work?: Work } & Omit<
    NonNullable<Parameters<typeof createTestApp>[0]>,
    'router'
  > = {},
) {
  const { credits = 100, work: firstWork = () => null, ...given } = options
  let work = firstWork
  const app = await createTestApp({ ...given, router: withPaidProcedures((call) => work(call)) })
  const { db } = app.database
  keepInvariants(db)
  const payer = app.browser()
  const { id } = await payer.become()
  const ctx = creditsContext(db)
  if (credits > 0) await grantCredits(ctx, { ownerId: id, credits, key: 'start' })
  return {
    ...app,
    db,
    ctx,
    payer,
    id,
    call: (transport: Transport, input: object = {}) => callFixed[transport](payer, input),
    /** From now on the procedures do this. */
    doing(next: Work) {
      work = next
    },
    balance: async () => (await balanceOf(db, id)).balance,
    held: async () => (await balanceOf(db, id)).held,
    spent: () => db.select().from(creditEntry).where(eq(creditEntry.kind, 'spend')).orderBy(creditEntry.seq),
    holds: () => db.select().from(creditHold),
    /** Lets every hold run out; the sweep then gives it back. */
    lapse: () => db.execute(sql`update credit_hold set expires_at = now() - interval '1 second'`),
  }
}
