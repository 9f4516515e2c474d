import { expect, test } from 'vitest'
import type { CreditAct, CreditEntryView, CreditsSummary } from '#shared/credits/credits.ts'
import type { OwnerEntitlement } from '#shared/credits/entitlement-views.ts'
import type { Page } from '#shared/pagination.ts'
import type { UserDetail } from '#shared/users.ts'
import { creditsContext, keepInvariants, outcomeOf, passTime } from '../credits/credits-fixture.ts'
import { spendCredits } from '../credits/spend-credits.ts'
import { withPeople } from '../users/people-fixture.ts'

const reason = 'Because'
const hours = (count: number) => new Date(Date.now() + count * 3_600_000).toISOString()

async function setUp() {
  const app = await withPeople()
  const { db } = app.database
  keepInvariants(db)
  const { id: userId } = await app.add({ id: 'ada' })
  const ctx = creditsContext(db)
  const credits = async () => (await app.admin.query<CreditsSummary>('credits.get', { userId })).data
  const spend = (count: number) =>
    outcomeOf(spendCredits(ctx, { ownerId: userId, credits: count, type: 'reports.make' }))
  const entitlements = async () => {
    const { data } = await app.admin.query<OwnerEntitlement[]>('entitlements.list', { userId })
    return new Map(data.map((entitlement) => [entitlement.key, entitlement]))
  }
  return { ...app, db, userId, ctx, credits, spend, entitlements }
}

test('credits are given and taken once a key, with a row of the log in the same transaction', async () => {
  const { admin, adminId, audited, userId, credits } = await setUp()
  const gift = { userId, credits: 50, expiresAt: hours(1), reason, key: 'gift' }
  const given = await admin.mutate<CreditAct>('credits.grant', gift)
  expect(given.data.entry).toMatchObject({ seq: 1, kind: 'grant', credits: 50, actor: { id: adminId } })
  const again = await admin.mutate<CreditAct>('credits.grant', gift)
  expect(again.data).toEqual({ auditId: null, entry: given.data.entry })
  const taken = await admin.mutate<CreditAct>('credits.adjust', { userId, credits: -8, reason, key: 'less' })
  expect(taken.data.entry).toMatchObject({ seq: 2, kind: 'adjust', credits: -8, balanceAfter: 42 })
  expect(await credits()).toMatchObject({
    available: 42,
    lots: [{ remaining: 42, expiresAt: gift.expiresAt }],
  })
  for (const [procedure, input] of [
    ['credits.grant', { ...gift, credits: 51 }],
    ['credits.adjust', { userId, credits: 50, reason, key: 'gift' }],
  ] as const)
    expect((await admin.mutate(procedure, input)).error.data.reason).toEqual({ kind: 'intent' })
  expect([given, taken].map(({ data }) => typeof data.auditId)).toEqual(['string', 'string'])
  expect(await audited()).toMatchObject([
    { action: 'credits.grant', subject: userId, after: { credits: 50, reason } },
    { action: 'credits.adjust', subject: userId, after: { credits: -8, reason } },
  ])
})

test.each([
  ['credits.grant', { credits: 0 }, 'credits'],
  ['credits.grant', { credits: -1 }, 'credits'],
  ['credits.grant', { credits: 1.5 }, 'credits'],
  ['credits.grant', { credits: 1_000_001 }, 'credits'],
  ['credits.grant', { credits: '5' }, 'credits'],
  ['credits.grant', { credits: 5, expiresAt: hours(-1) }, 'expiresAt'],
  ['credits.grant', { credits: 5, reason: '' }, 'reason'],
  ['credits.adjust', { credits: 0 }, 'credits'],
  ['credits.adjust', { credits: -1_000_001 }, 'credits'],
  ['credits.setQuota', { quota: -1 }, 'quota'],
  ['credits.setQuota', { quota: 5, expiresAt: hours(-1) }, 'expiresAt'],
  ['entitlements.set', { key: 'credits.unknown', value: 1 }, 'key'],
  ['entitlements.set', { key: 'credits.quota', value: 'many' }, 'value'],
  ['entitlements.set', { key: 'credits.monthly', value: null }, 'value'],
  ['entitlements.remove', { key: 'constructor' }, 'key'],
  ['plans.set', { plan: 'gold', until: null }, 'plan'],
  ['plans.set', { plan: 'free', until: hours(-1) }, 'until'],
])('%s of %j is refused at its field', async (procedure, given, field) => {
  const { admin, audited, userId } = await setUp()
  const key = procedure === 'credits.grant' || procedure === 'credits.adjust' ? { key: 'a' } : {}
  const { status, error } = await admin.mutate(procedure, { userId, reason, ...key, ...given })
  expect([status, Object.keys(error.data.fieldErrors ?? {})]).toEqual([400, [field]])
  expect(await audited()).toEqual([])
})

test('nobody credits themselves, a deleted user has to be restored, a banned one need not, nothing is not taken', async () => {
  const { admin, adminId, add, userId } = await setUp()
  const grant = async (to: string, key = 'a') =>
    admin.mutate('credits.grant', { userId: to, credits: 5, reason, key })
  const acts: [string, object][] = [
    ['credits.grant', { credits: 5, key: 'a' }],
    ['credits.adjust', { credits: 5, key: 'a' }],
    ['credits.setQuota', { quota: 5 }],
    ['entitlements.set', { key: 'credits.quota', value: 5 }],
    ['entitlements.remove', { key: 'credits.quota' }],
    ['plans.set', { plan: 'free', until: hours(1) }],
  ]
  for (const [procedure, input] of acts) {
    const { error } = await admin.mutate(procedure, { userId: adminId, reason, ...input })
    expect(error.data.reason, procedure).toEqual({ kind: 'self' })
  }
  const own = await admin.mutate('users.update', { id: adminId, monthlyCreditsQuota: null })
  expect(own.error.data.reason).toEqual({ kind: 'self' })
  expect((await grant('nobody')).status).toBe(404)
  const banned = await add({ bannedAt: new Date(), banReason: 'Spam' })
  expect((await grant(banned.id)).status).toBe(200)
  await admin.mutate('users.remove', { id: userId })
  const deleted = await grant(userId)
  expect([deleted.status, deleted.error.data.reason]).toEqual([409, { kind: 'status', status: 'deleted' }])
  const less = await admin.mutate('credits.adjust', { userId: banned.id, credits: -6, reason, key: 'b' })
  expect([less.status, less.error.data.reason]).toEqual([
    422,
    { kind: 'credits', needed: 6, available: 5, held: 0 },
  ])
})

test('a quota counts from the next call on, below what is used as well, and ends by itself', async () => {
  const { admin, audited, db, userId, credits, spend } = await setUp()
  const setQuota = (quota: number | null, expiresAt?: string) =>
    admin.mutate('credits.setQuota', { userId, quota, reason, expiresAt })
  await admin.mutate('credits.grant', { userId, credits: 100, reason, key: 'a' })
  await setQuota(10)
  expect([await spend(6), await spend(6)]).toEqual(['ok', 'quota'])
  await setQuota(3)
  expect(await spend(1)).toBe('quota')
  await setQuota(null)
  expect(await spend(6)).toBe('ok')
  await setQuota(12, hours(1))
  expect(await spend(1)).toBe('quota')
  expect(await credits()).toMatchObject({ quota: 12, quotaUsed: 12, quotaUntil: expect.any(String) })
  await passTime(db, userId, '2 hours')
  expect(await spend(1)).toBe('ok')
  expect((await audited()).slice(1)).toMatchObject([
    { action: 'entitlement.set', after: { entitlement: 'credits.quota', value: 10, reason } },
    { before: { value: 10 }, after: { value: 3 } },
    { before: { value: 3 }, after: { value: null } },
    { before: { value: null, expiresAt: null }, after: { value: 12 } },
  ])
})

test('a plan and an entitlement end by themselves, and the plan says again what was removed', async () => {
  const { admin, db, userId, credits, entitlements } = await setUp()
  await admin.mutate('plans.set', { userId, plan: 'free', until: hours(1), reason })
  expect((await credits()).plan).toMatchObject({ name: 'free', until: expect.any(String) })
  await passTime(db, userId, '2 hours')
  await db.execute(`update credit_balance set plan_until = plan_until - interval '2 hours'`)
  expect((await credits()).plan).toEqual({ name: 'free', title: 'Free', until: null })
  const monthly = { userId, key: 'credits.monthly', reason }
  await admin.mutate('entitlements.set', { ...monthly, value: 20 })
  expect((await entitlements()).get('credits.monthly')).toMatchObject({
    value: 20,
    source: 'admin',
    inPlan: 0,
    set: { value: 20, reason, by: { name: 'Admin' } },
  })
  expect((await admin.mutate('entitlements.remove', monthly)).status).toBe(200)
  expect((await entitlements()).get('credits.monthly')).toMatchObject({ value: 0, source: 'plan', set: null })
  expect((await admin.mutate('entitlements.remove', monthly)).status).toBe(404)
})

test('a user’s page says what they may spend to those who may read it, and their quota is changed with their name', async () => {
  const { admin, browser, audited, userId, spend } = await setUp()
  const moderator = browser()
  await moderator.become({ role: 'moderator' })
  const shown = async (by = admin) => (await by.query<UserDetail>('users.get', { id: userId })).data.credits
  expect(await shown()).toMatchObject({ available: 0, quota: null, usedThisMonth: 0 })
  expect(await shown(moderator)).toBeNull()
  await admin.mutate('credits.grant', { userId, credits: 30, reason, key: 'a' })
  await admin.mutate('users.update', { id: userId, name: 'Ida', monthlyCreditsQuota: 20 })
  await spend(5)
  expect(await shown()).toMatchObject({
    available: 25,
    held: 0,
    quota: 20,
    usedThisMonth: 5,
    plan: { name: 'free', title: 'Free' },
    resetsAt: expect.stringMatching(/-01T00:00:00.000Z$/),
  })
  expect((await audited()).map(({ action }) => action)).toEqual([
    'credits.grant',
    'user.update',
    'entitlement.set',
  ])
})

test('who looks does not stand in the ledger for what time did', async () => {
  const { admin, db, userId, credits } = await setUp()
  await admin.mutate('credits.grant', { userId, credits: 30, expiresAt: hours(1), reason, key: 'a' })
  await passTime(db, userId, '2 hours')
  expect((await credits()).available).toBe(0)
  const { data } = await admin.query<Page<CreditEntryView>>('credits.list', { userId, kinds: ['expire'] })
  expect(data.items).toMatchObject([{ credits: -30, actor: null }])
})
