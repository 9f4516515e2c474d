import { inArray, sql } from 'drizzle-orm'
import fc from 'fast-check'
import { expect, inject, test } from 'vitest'
import { creditBalance, creditEntry, creditLot } from '#drizzle/schema/index.ts'
import { emptyDatabase } from '#test/database.ts'
import { emptyTables } from '#test/empty-tables.ts'
import type { Database } from '../database/database.ts'
import { prepareApplyCredits } from './apply-credits.ts'
import { bringUpToDate } from './bring-up-to-date.ts'
import type { CreditCall } from './credit-call.ts'
import { CreditModel } from './credit-model-fixture.ts'
import { creditsContext, makeOwner, outcomeOf, passTime } from './credits-fixture.ts'
import { decideCredits } from './decide-credits.ts'
import { adjustCredits, grantCredits } from './grant-credits.ts'
import { compareLots } from './settle-lots.ts'
import { sweepDueBalances } from './sweep-credits.ts'
import { verifyCredits } from './verify-credits.ts'

const cost = fc.integer({ min: 1, max: 12 })
const key = fc.option(fc.constantFrom('a', 'b', 'c', 'd'))
// Two of each kind: what is done for all of them at once costs the test little more than for one.
const owners = ['free', 'free too', 'paying', 'paying too'] as const
const owner = fc.constantFrom(...owners)
const number = fc.integer({ min: 0, max: 15 })
const call = fc.oneof(
  { weight: 4, arbitrary: fc.record({ op: fc.constant('spend' as const), owner, cost, key, number }) },
  { weight: 3, arbitrary: fc.record({ op: fc.constant('hold' as const), owner, cost, key, number }) },
  {
    weight: 3,
    arbitrary: fc.record({
      op: fc.constant('settle' as const),
      owner,
      cost: fc.integer({ min: 0, max: 13 }),
      key,
      number,
    }),
  },
  { weight: 1, arbitrary: fc.record({ op: fc.constant('release' as const), owner, cost, key, number }) },
)
const minutes = fc.integer({ min: 5, max: 60 })
const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('batch' as const),
      calls: fc.array(call, { minLength: 2, maxLength: 16 }),
    }),
  },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('call' as const), call }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('grant' as const),
      owner,
      credits: fc.integer({ min: 1, max: 40 }),
      minutes: fc.option(minutes),
      paid: fc.boolean(),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('adjust' as const), owner, credits: fc.constantFrom(-9, -2, 3) }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('pass' as const), minutes, sweep: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('turn' as const), owner }) },
)
type Step = typeof step extends fc.Arbitrary<infer Each> ? Each : never
type Call = typeof call extends fc.Arbitrary<infer Each> ? Each : never

// A hold has the number of its own that it is called by; nothing else than the model knows whether it is there.
const toCall = ({ op, owner: ownerId, cost: credits, key: name, number: hold }: Call): CreditCall => ({
  op,
  ownerId,
  holdId: op === 'spend' ? null : `${ownerId} ${hold}`,
  key: op === 'spend' || op === 'hold' ? name : null,
  cost: credits,
  holdMs: 24 * 60 * 60 * 1000,
  type: 'test',
  units: null,
  metadata: null,
  actorId: null,
  impersonatorId: null,
  requestId: 'test',
})

const free = { quota: 30, monthly: 0 }
const paying = { quota: null, monthly: 20 }
const models = () => ({
  free: new CreditModel(free),
  'free too': new CreditModel(free),
  paying: new CreditModel(paying),
  'paying too': new CreditModel(paying),
})
type Models = ReturnType<typeof models>

async function setUp(db: Database) {
  await emptyTables(db)
  for (const id of owners) await makeOwner(db, { id })
  await db.execute(sql`insert into entitlement (owner_id, key, source, value, reason)
    values ('free', 'credits.quota', 'admin', '30', 'test'), ('paying', 'credits.monthly', 'promo', '20', 'test'),
      ('free too', 'credits.quota', 'admin', '30', 'test'), ('paying too', 'credits.monthly', 'promo', '20', 'test')`)
  const ctx = creditsContext(db)
  const all = models()
  for (const ownerId of owners) {
    await db.transaction((tx) => bringUpToDate({ ...ctx, db: tx }, ownerId))
    all[ownerId].turn()
  }
  await settleMonth(db)
  return { ctx, all }
}

// The month of the calendar may end while the test runs; the test ends months itself.
async function settleMonth(db: Database) {
  await db.execute(
    sql`update credit_balance set period_start = now() - interval '9 days', period_end = now() + interval '900 days'`,
  )
  await db.execute(
    sql`update credit_lot set expires_at = now() + interval '800 days' where kind = 'plan' and expires_at > now()`,
  )
}

// A lot that is over and still held makes its owner due again a second later, which the model's minutes do not know.
async function stayDecided(db: Database, all: Models) {
  const current = owners.filter((ownerId) => !all[ownerId].stale)
  await db
    .update(creditBalance)
    .set({ dueAt: sql`greatest(due_at, now() + interval '1 minute')` })
    .where(inArray(creditBalance.ownerId, current))
}

const holdsNow = (model: CreditModel, { op, number: hold }: Call) => op === 'hold' && model.holds.has(hold)

function predict(model: CreditModel, { op, cost: credits, key: name, number: hold }: Call): string {
  if (op === 'spend') return model.spend(credits, name)
  if (op === 'hold') return model.hold(hold, credits, name)
  return op === 'settle' ? model.settle(hold, credits) : model.release(hold)
}

async function play(db: Database, steps: Step[]) {
  const { ctx, all } = await setUp(db)
  const apply = prepareApplyCredits(db)
  let grants = 0
  async function catchUp() {
    if (!Object.values(all).some(({ stale }) => stale)) return
    await sweepDueBalances(ctx)
    for (const model of Object.values(all)) if (model.stale) model.refresh()
  }
  async function settle(ownerId: keyof Models) {
    await db.transaction((tx) => bringUpToDate({ ...ctx, db: tx }, ownerId))
    all[ownerId].refresh()
  }
  for (const each of steps) {
    await stayDecided(db, all)
    if (each.do === 'batch') {
      await catchUp()
      await stayDecided(db, all)
      // One that is there cannot be made again, and what is repeated within a batch waits for the next.
      const used = new Set<string>()
      // A key is free only once the answer of the call that frees it is there.
      const freed = new Set<string>()
      // Nor does anybody settle what they do not know to be held.
      const made = new Set<string>()
      const calls = each.calls.filter((one) => {
        if (one.op === 'settle' || one.op === 'release') {
          if (made.has(`${one.owner} ${one.number}`)) return false
          const held = all[one.owner].holds.get(one.number)?.key
          if (held) freed.add(`${one.owner} ${held}`)
        } else if (freed.has(`${one.owner} ${one.key}`)) return false
        const names = [`${one.owner} ${one.number}`, one.key === null ? '' : `${one.owner} key ${one.key}`]
        if (holdsNow(all[one.owner], one) || (one.op === 'hold' && names.some((name) => used.has(name))))
          return false
        for (const name of names) if (name && one.op !== 'spend') used.add(name)
        if (one.op === 'hold') made.add(`${one.owner} ${one.number}`)
        return true
      })
      const decided = await apply(calls.map(toCall))
      expect(decided.map(({ outcome }) => outcome)).toEqual(calls.map((one) => predict(all[one.owner], one)))
    } else if (each.do === 'call') {
      if (holdsNow(all[each.call.owner], each.call)) continue
      const { outcome } = await decideCredits(ctx, toCall(each.call))
      expect(outcome).toBe(predict(all[each.call.owner], each.call))
    } else if (each.do === 'grant') {
      const expiresAt = each.minutes === null ? null : new Date(Date.now() + each.minutes * 60_000)
      const kind = each.paid ? ('purchase' as never) : 'grant'
      await grantCredits(ctx, {
        ownerId: each.owner,
        credits: each.credits,
        kind,
        expiresAt,
        key: `grant ${++grants}`,
      })
      all[each.owner].grant(each.credits, each.minutes, each.paid)
    } else if (each.do === 'adjust') {
      // One that is refused takes back what it found to be over.
      await settle(each.owner)
      const given = { ownerId: each.owner, credits: each.credits, key: `adjust ${++grants}` }
      expect(await outcomeOf(adjustCredits(ctx, given))).toBe(all[each.owner].adjust(each.credits))
    } else if (each.do === 'pass') {
      await passTime(db, [...owners], `${each.minutes} minutes`)
      for (const model of Object.values(all)) {
        model.pass(each.minutes)
        if (each.sweep) model.refresh()
      }
      if (each.sweep) await sweepDueBalances(ctx)
    } else {
      // Moving the end of a lot would change what earlier spends are taken from.
      await settle(each.owner)
      await db.execute(
        sql`update credit_balance set period_end = statement_timestamp() - interval '1 ms', due_at = statement_timestamp() - interval '1 ms' where owner_id = ${each.owner}`,
      )
      // At one moment: of two months that calls still hold, the older one ends first.
      await db.execute(
        sql`update credit_lot set expires_at = date_trunc('milliseconds', statement_timestamp())
          where owner_id = ${each.owner} and kind = 'plan'`,
      )
      all[each.owner].endMonth()
      await catchUp()
      all[each.owner].turn()
      await settleMonth(db)
    }
    await compare(db, all)
  }
  for (const [ownerId, model] of Object.entries(all)) await compareLotsOf(db, ownerId, model)
  expect((await verifyCredits({ db })).problem).toBeNull()
}

async function compare(db: Database, all: Models) {
  const rows = await db.select().from(creditBalance)
  const found = rows.map(({ ownerId, balance, held, quotaUsed }) => [ownerId, { balance, held, quotaUsed }])
  const expected = Object.entries(all).map(([ownerId, { balance, held, used }]) => [
    ownerId,
    { balance, held, quotaUsed: used },
  ])
  expect(Object.fromEntries(found)).toEqual(Object.fromEntries(expected))
}

async function compareLotsOf(db: Database, ownerId: string, model: CreditModel) {
  const ctx = creditsContext(db)
  await db.transaction((tx) => bringUpToDate({ ...ctx, db: tx }, ownerId))
  model.refresh()
  const lots = await db.select().from(creditLot).where(sql`owner_id = ${ownerId}`)
  expect(
    lots
      .sort(compareLots)
      .map(({ remaining }) => remaining)
      .filter(Boolean),
  ).toEqual(model.leftInOrder())
  const entries = await db
    .select()
    .from(creditEntry)
    .where(sql`owner_id = ${ownerId}`)
    .orderBy(creditEntry.seq)
  expect(entries.map(({ credits }) => credits)).toEqual(model.entries)
}

test('random calls, grants and passing time become what a simple model says', async () => {
  const { db } = await emptyDatabase()
  const [numRuns, maxLength] = inject('thorough') ? [30, 80] : [2, 30]
  const steps = fc.array(step, { minLength: maxLength / 2, maxLength, size: 'max' })
  await fc.assert(
    fc.asyncProperty(steps, (given) => play(db, given)),
    { numRuns, endOnFailure: true },
  )
})
