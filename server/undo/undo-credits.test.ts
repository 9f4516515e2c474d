import { expect, test } from 'vitest'
import type { Acted } from '#shared/audit/audit.ts'
import type { CreditsSummary } from '#shared/credits/credits.ts'
import { valueInPlan } from '#shared/credits/plans.ts'
import { creditsContext, keepInvariants } from '../credits/credits-fixture.ts'
import { holdCredits } from '../credits/hold-credits.ts'
import { releaseCredits } from '../credits/release-credits.ts'
import { spendCredits } from '../credits/spend-credits.ts'
import { withPeople } from '../users/people-fixture.ts'

const reason = 'Because'

async function setUp() {
  const app = await withPeople()
  const { admin } = app
  const { db } = app.database
  keepInvariants(db)
  const { id: userId } = await app.add({ id: 'ada' })
  const ctx = creditsContext(db)
  const act = async (procedure: string, input: object) => {
    const { data } = await admin.mutate<Acted>(procedure, { userId, reason, ...input })
    return data.auditId
  }
  const undo = async (id: string | null) => {
    const { status, error } = await admin.mutate('audit.undo', { id })
    return status === 200 ? 'ok' : error.data.reason?.kind
  }
  const credits = async () => (await admin.query<CreditsSummary>('credits.get', { userId })).data
  return { ...app, ctx, userId, act, undo, credits }
}

test('a grant is undone while its lot is whole, from that lot and no other', async () => {
  const { ctx, userId, act, undo, credits, audited } = await setUp()
  const soon = new Date(Date.now() + 3_600_000).toISOString()
  await act('credits.grant', { credits: 10, expiresAt: soon, key: 'ending' })
  const lasting = await act('credits.grant', { credits: 5, key: 'lasting' })
  await spendCredits(ctx, { ownerId: userId, credits: 3, type: 'reports.make' })
  expect(await undo(lasting)).toBe('ok')
  expect((await credits()).lots).toMatchObject([{ credits: 10, remaining: 7 }])
  expect(await undo(lasting)).toBe('undone')
  expect((await audited()).slice(2)).toMatchObject([
    { action: 'audit.undo' },
    { action: 'credits.adjust', after: { credits: -5 } },
  ])
})

test('not once some of it was spent, nor while a call holds it', async () => {
  const { ctx, userId, act, undo, credits } = await setUp()
  const gift = await act('credits.grant', { credits: 10, key: 'gift' })
  const hold = await holdCredits(ctx, {
    ownerId: userId,
    credits: 4,
    type: 'reports.make',
    holdMs: 60_000_000,
  })
  expect(await undo(gift)).toBe('credits')
  await releaseCredits(ctx, hold)
  await spendCredits(ctx, { ownerId: userId, credits: 1, type: 'reports.make' })
  expect(await undo(gift)).toBe('changed-since')
  expect((await credits()).available).toBe(9)
})

test('an adjustment is adjusted back, as long as there is enough', async () => {
  const { ctx, userId, act, undo, credits } = await setUp()
  const more = await act('credits.adjust', { credits: 10, key: 'more' })
  const less = await act('credits.adjust', { credits: -4, key: 'less' })
  expect(await undo(less)).toBe('ok')
  expect((await credits()).available).toBe(10)
  await spendCredits(ctx, { ownerId: userId, credits: 1, type: 'reports.make' })
  expect(await undo(more)).toBe('credits')
})

test('an entitlement is set back, removed or brought back, unless it was changed since', async () => {
  const { act, undo, credits } = await setUp()
  const quota = async () => (await credits()).quota
  const made = await act('credits.setQuota', { quota: 10 })
  const changed = await act('credits.setQuota', { quota: 20 })
  expect(await undo(made)).toBe('changed-since')
  expect([await undo(changed), await quota()]).toEqual(['ok', 10])
  const unbound = await act('credits.setQuota', { quota: null })
  expect([await undo(unbound), await quota()]).toEqual(['ok', 10])
  const removed = await act('entitlements.remove', { key: 'credits.quota', reason: 'No longer' })
  expect(await quota()).toBeNull()
  expect([await undo(removed), await quota()]).toEqual(['ok', 10])
  const last = await act('credits.setQuota', { quota: 5 })
  await act('entitlements.remove', { key: 'credits.quota' })
  expect(await undo(last)).toBe('changed-since')
  const anew = await act('credits.setQuota', { quota: 7 })
  expect([await undo(anew), await quota()]).toEqual(['ok', null])
})

test('a plan is given back, unless it was changed since', async () => {
  const { act, undo, credits } = await setUp()
  const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString()
  const first = await act('plans.set', { plan: 'free', until: inHours(1) })
  const second = await act('plans.set', { plan: 'free', until: inHours(2) })
  expect(await undo(first)).toBe('changed-since')
  expect(await undo(second)).toBe('ok')
  expect(await undo(first)).toBe('ok')
  expect((await credits()).plan.until).toBeNull()
})

test('what a plan gave more goes with it, but for what was spent, and comes anew with the plan', async () => {
  const { ctx, userId, act, undo, credits, audited } = await setUp()
  const monthly = valueInPlan('pro', 'credits.monthly')
  const upgrade = () => act('plans.set', { plan: 'pro', until: null })
  const first = await upgrade()
  expect((await credits()).available).toBe(monthly)
  const hold = await holdCredits(ctx, {
    ownerId: userId,
    credits: 7,
    type: 'reports.make',
    holdMs: 60_000_000,
  })
  expect(await undo(first), 'a call holds of it').toBe('credits')
  expect((await credits()).plan.name).toBe('pro')
  await releaseCredits(ctx, hold)
  await spendCredits(ctx, { ownerId: userId, credits: 3, type: 'reports.make' })
  await act('credits.grant', { credits: 5, key: 'other' })
  expect(await undo(first)).toBe('ok')
  expect(await credits()).toMatchObject({ plan: { name: 'free' }, available: 5 })
  expect((await audited()).slice(-3)).toMatchObject([
    { action: 'audit.undo' },
    { action: 'plan.set', after: { plan: 'free' } },
    { action: 'credits.adjust', after: { credits: 3 - monthly } },
  ])
  const second = await upgrade()
  expect((await credits()).available, 'what was spent was given').toBe(monthly - 3 + 5)
  expect(await undo(second)).toBe('ok')
  expect((await credits()).available).toBe(5)
})

test('a plan that there is no more is not given back, and nothing is half done', async () => {
  const { database, admin, act, credits, audited } = await setUp()
  await act('plans.set', { plan: 'free', until: new Date(Date.now() + 3_600_000).toISOString() })
  // As an earlier version wrote it, which had such a plan.
  await database.db.execute("update credit_balance set plan = 'gold', plan_until = null")
  const id = await act('plans.set', { plan: 'free', until: null })
  const rows = await audited()
  const refused = async () => {
    const { status, error } = await admin.mutate('audit.undo', { id })
    return [status, error.message]
  }
  const gone = [409, 'What it was before is not allowed any more.']
  expect([await refused(), await refused()], 'the undo is not spent by it').toEqual([gone, gone])
  expect((await credits()).plan).toEqual({ name: 'free', title: 'Free', until: null })
  expect(await audited()).toEqual(rows)
})
