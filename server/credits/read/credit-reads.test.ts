import { expect, test } from 'vitest'
import { organization } from '#drizzle/schema/index.ts'
import type {
  CreditEntryView,
  CreditOwner,
  CreditStats,
  CreditsSummary,
  CreditUsage,
} from '#shared/credits/credits.ts'
import type { Page } from '#shared/pagination.ts'
import { withPeople } from '../../users/people-fixture.ts'
import { creditsContext, keepInvariants, passTime, setQuota } from '../credits-fixture.ts'
import { adjustCredits, grantCredits } from '../grant-credits.ts'
import { holdCredits } from '../hold-credits.ts'
import { spendCredits } from '../spend-credits.ts'

async function setUp() {
  const app = await withPeople()
  const { db } = app.database
  keepInvariants(db)
  const ctx = creditsContext(db)
  const person = app.browser()
  const { id } = await person.become({ name: 'Ada' })
  const mine = async () => (await person.query<CreditsSummary>('credits.mine')).data
  return { ...app, db, ctx, person, id, mine }
}

test('who never had credits is shown as they would be, and not opened for it', async () => {
  const { admin, db, id, mine } = await setUp()
  const shown = await mine()
  expect(shown).toMatchObject({
    plan: { name: 'free', title: 'Free', until: null },
    available: 0,
    quota: null,
    quotaUsed: 0,
    lots: [],
  })
  const { data } = await admin.query<CreditsSummary>('credits.get', { userId: id })
  expect({ ...data, periodEnd: shown.periodEnd }).toEqual({ ...shown, subscription: null })
  expect(await db.$count(organization)).toBe(0)
  await grantCredits(creditsContext(db), { ownerId: id, credits: 1, key: 'one' })
  expect(await mine()).toMatchObject({ periodStart: shown.periodStart, periodEnd: shown.periodEnd })
  expect((await admin.query('credits.get', { userId: 'nobody' })).status).toBe(404)
})

test('what is spent is taken from the lots that are shown, what calls hold is not available, and what is over is gone', async () => {
  const { db, ctx, id, mine } = await setUp()
  const soon = new Date(Date.now() + 60_000)
  await grantCredits(ctx, { ownerId: id, credits: 10, key: 'lasting' })
  await grantCredits(ctx, { ownerId: id, credits: 5, key: 'ending', expiresAt: soon })
  await setQuota(db, id, 100)
  await spendCredits(ctx, { ownerId: id, credits: 3, type: 'reports.make' })
  await holdCredits(ctx, { ownerId: id, credits: 4, type: 'reports.make', holdMs: 60_000_000 })
  expect(await mine()).toMatchObject({
    available: 8,
    balance: 12,
    held: 4,
    quota: 100,
    quotaUsed: 3,
    lots: [
      { kind: 'grant', credits: 5, remaining: 2, expiresAt: soon.toISOString() },
      { kind: 'grant', credits: 10, remaining: 10, expiresAt: null },
    ],
  })
  await passTime(db, id, '2 minutes')
  // Two of those that ended are still held.
  expect(await mine()).toMatchObject({
    available: 8,
    balance: 12,
    lots: [{ remaining: 2 }, { remaining: 10 }],
  })
})

test('a ledger comes in pages, by kind and time, and says who did it to staff only', async () => {
  const { admin, adminId, ctx, db, person, id } = await setUp()
  await grantCredits(ctx, { ownerId: id, credits: 100, key: 'start' })
  for (let spent = 1; spent <= 5; spent += 1)
    await spendCredits(ctx, { ownerId: id, credits: spent, type: 'reports.make', units: spent * 10 })
  const byAdmin = { user: { id: adminId } } as NonNullable<(typeof ctx)['actor']>
  await adjustCredits({ ...ctx, actor: byAdmin }, { ownerId: id, credits: -5, key: 'less' })
  const list = async (input: object) =>
    (await admin.query<Page<CreditEntryView>>('credits.list', { userId: id, ...input })).data
  const first = await list({ limit: 4 })
  expect(first).toMatchObject({ total: 7, totalCapped: false })
  expect(first.items[0]).toMatchObject({
    seq: 7,
    kind: 'adjust',
    credits: -5,
    balanceAfter: 80,
    actor: { id: adminId },
  })
  const second = await list({ limit: 4, cursor: first.nextCursor })
  expect([...first.items, ...second.items].map(({ seq }) => seq)).toEqual([7, 6, 5, 4, 3, 2, 1])
  expect(second.nextCursor).toBeNull()
  const kinds = await list({ kinds: ['grant', 'adjust'] })
  expect(kinds.items.map(({ kind }) => kind)).toEqual(['adjust', 'grant'])
  expect((await list({ to: new Date(Date.now() - 3_600_000).toISOString() })).items).toEqual([])
  const own = await person.query<Page<CreditEntryView>>('credits.entries', { kinds: ['adjust'] })
  expect(own.data.items).toMatchObject([{ seq: 7, actor: null }])
  expect((await admin.query('credits.list', { userId: id, cursor: 'bm9uZQ==' })).status).toBe(400)
  await passTime(db, id, '1 day')
  const { data } = await person.query<CreditUsage>('credits.usage', { days: 2 })
  expect(data.days.map(({ spent }) => spent)).toEqual([15, 0])
  expect(data.types).toEqual([{ type: 'reports.make', calls: 5, credits: 15 }])
})

test('the console lists owners by what they have, have used, and how much of their quota, and finds one by name', async () => {
  const { admin, ctx, db, add } = await setUp()
  const people = [
    { id: 'rich', credits: 300, spent: 10, quota: null },
    { id: 'busy', credits: 100, spent: 90, quota: 1000 },
    { id: 'bound', credits: 50, spent: 9, quota: 10 },
  ]
  for (const { id, credits, spent, quota } of people) {
    await add({ id, name: `Of ${id}` })
    await grantCredits(ctx, { ownerId: id, credits, key: 'start' })
    if (quota !== null) await setQuota(db, id, quota)
    await spendCredits(ctx, { ownerId: id, credits: spent, type: 'reports.make' })
  }
  const owners = async (input: object) => (await admin.query<Page<CreditOwner>>('credits.owners', input)).data
  const order = async (order: string) => (await owners({ order })).items.map(({ ownerId }) => ownerId)
  expect(await order('balance')).toEqual(['rich', 'bound', 'busy'])
  expect(await order('used')).toEqual(['busy', 'rich', 'bound'])
  expect(await order('quota')).toEqual(['bound', 'busy', 'rich'])
  const upwards = async (order: string) =>
    (await owners({ order, direction: 'asc' })).items.map(({ ownerId }) => ownerId)
  expect(await upwards('balance')).toEqual(['busy', 'bound', 'rich'])
  expect(await upwards('quota'), 'who has none comes last again').toEqual(['busy', 'bound', 'rich'])
  const near = async (nearQuota: boolean) => {
    const { items, total } = await owners({ nearQuota })
    expect(total).toBe(items.length)
    return items.map(({ ownerId }) => ownerId)
  }
  expect([await near(true), await near(false)]).toEqual([['bound'], ['rich', 'busy']])
  const page = await owners({ order: 'quota', limit: 1 })
  expect(page).toMatchObject({
    total: 3,
    items: [{ user: { name: 'Of bound' }, available: 41, quota: 10, quotaUsed: 9 }],
  })
  const rest = await owners({ order: 'quota', limit: 5, cursor: page.nextCursor })
  expect(rest.items.map(({ ownerId }) => ownerId)).toEqual(['busy', 'rich'])
  const upwardsOf = (cursor: string | null) =>
    owners({ order: 'quota', direction: 'asc', limit: 2, ...(cursor && { cursor }) })
  const low = await upwardsOf(null)
  expect((await upwardsOf(low.nextCursor)).items.map(({ ownerId }) => ownerId)).toEqual(['rich'])
  expect((await owners({ search: 'of bu' })).items.map(({ ownerId }) => ownerId)).toEqual(['busy'])
  const { data } = await admin.query<CreditStats>('credits.stats', { days: 3 })
  expect(data).toMatchObject({ spent: 109, granted: 450, nearQuota: 1 })
  expect(data.points.at(-1)).toMatchObject({ spent: 109, granted: 450 })
  expect(data.points).toHaveLength(3)
})
