import { describe, expect, test } from 'vitest'
import { creditBalance, entitlement } from '#drizzle/schema/index.ts'
import type { ExplainStep, LimitExplanation } from '#shared/limits/limit-events.ts'
import { setQuota } from '../credits-fixture.ts'
import { slowWork, withFlag, withPayer } from './paid-calls-fixture.ts'

type PayingApp = Awaited<ReturnType<typeof withPayer>>

interface Case {
  title: string
  credits?: number
  procedure?: string
  prepare?(app: PayingApp): Promise<unknown>
  refusedBy: ExplainStep['step'] | null
  /** The reason of the call itself. */
  reason?: string
}

/** Somebody else's call of the same owner, which holds five credits until the test ends. */
async function holdByAnother({ payer, doing }: PayingApp) {
  const slow = slowWork()
  doing(slow.work)
  const call = payer.mutate('paid.fixed', {})
  await slow.begun
  doing(() => null)
  return async () => {
    slow.goOn()
    expect((await call).status).toBe(200)
  }
}

const includeFlag = ({ db, id }: PayingApp) =>
  db
    .insert(entitlement)
    .values({ ownerId: id, key: 'test.flag', source: 'admin', value: true, reason: 'test' })

const cases: Case[] = [
  { title: 'just enough', credits: 5, refusedBy: null },
  { title: 'too few', credits: 4, refusedBy: 'credits', reason: 'credits' },
  { title: 'never had any', credits: 0, refusedBy: 'credits', reason: 'credits' },
  {
    title: 'held by others',
    credits: 8,
    prepare: holdByAnother,
    refusedBy: 'credits',
    reason: 'credits',
  },
  { title: 'enough besides what others hold', credits: 10, prepare: holdByAnother, refusedBy: null },
  {
    title: 'over the quota',
    prepare: ({ db, id }) => setQuota(db, id, 4),
    refusedBy: 'credits',
    reason: 'quota',
  },
  { title: 'just within the quota', prepare: ({ db, id }) => setQuota(db, id, 5), refusedBy: null },
  { title: 'no plan', procedure: 'paid.flagged', refusedBy: 'entitlement', reason: 'entitlement' },
  { title: 'a plan', procedure: 'paid.flagged', prepare: includeFlag, refusedBy: null },
  {
    title: 'a plan and too few',
    credits: 4,
    procedure: 'paid.flagged',
    prepare: includeFlag,
    refusedBy: 'credits',
    reason: 'credits',
  },
]

describe('limits.explain says of a paid call what happens, and changes nothing', () => {
  test.each(cases)('$title', async ({ credits, procedure = 'paid.fixed', prepare, refusedBy, reason }) => {
    withFlag()
    const app = await withPayer({ credits })
    const finish = await prepare?.(app)
    const admin = app.browser()
    await admin.become({ role: 'admin_ro' })
    const state = () => Promise.all([app.db.select().from(creditBalance), app.holds(), app.spent()])
    const before = await state()
    const { data } = await admin.query<LimitExplanation>('limits.explain', { procedure, userId: app.id })
    expect([data.passes, data.refusedBy]).toEqual([refusedBy === null, refusedBy])
    expect(await state()).toEqual(before)

    const { status, error } = await app.payer.mutate(procedure, {})
    expect([status === 200, error?.data.reason?.kind]).toEqual([data.passes, reason])
    if (refusedBy === 'credits')
      expect(data.steps.find(({ step }) => step === 'credits')?.message).toBe(error.message)
    if (typeof finish === 'function') await finish()
  })
})
