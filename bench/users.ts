import { availableParallelism } from 'node:os'
import { sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/node-postgres'
import { type UserTable, user } from '#drizzle/schema/index.ts'
import type { Database } from '#server/database/database.ts'
import { encodeCursor } from '#server/database/page.ts'
import { BoundedPool } from '#server/database/pool.ts'
import { schema } from '#server/database/schema.ts'
import type { ActorContext } from '#server/service-context.ts'
import { listUsers } from '#server/users/list/list-users.ts'
import { orderBy, placeOf } from '#server/users/list/list-users-order.ts'
import { getUserStats } from '#server/users/list/user-stats.ts'
import { type ListUsersInput, type UserFilter, type UserOrder, userSorts } from '#shared/users.ts'
import { product } from '#test/product.ts'
import { percentile } from './callers.ts'
import { createTemporaryDatabase } from './temporary-database.ts'
import { insertUsers } from './user-rows.ts'

const sizes = [1000, 100_000, 1_000_000]
const rounds = Number(process.argv[3] ?? 100)
const warmUp = 5
const pageSize = 50

const wholeAddress = 'an address'
const searches: Record<string, string | undefined> = {
  none: undefined,
  'two letters': 'ma',
  'three, frequent': 'mar',
  'three, rare': 'xix',
  'whole e-mail': wholeAddress,
  'no match': 'nobody.at.all',
}

const daysAgo = (days: number) => new Date(Date.now() - days * 24 * 60 * 60 * 1000).toISOString()

const filters: Record<string, UserFilter> = {
  none: {},
  'role moderator': { role: 'moderator' },
  'role user': { role: 'user' },
  active: { status: 'active' },
  pending: { status: 'pending' },
  banned: { status: 'banned' },
  deleted: { status: 'deleted' },
  'not verified': { verified: false },
  github: { provider: 'github' },
  'created lately': { createdDays: 30 },
  'active lately': { activeDays: 30 },
  'never active': { neverActive: true },
  'came long ago, active lately': { createdTo: daysAgo(365), activeDays: 7 },
  'came lately, gone since': { createdDays: 90, activeTo: daysAgo(60) },
}

interface Figures {
  p50: number
  p99: number
}

/** Times the list of users in every combination of search, filter, order and depth at three sizes; prints a table. */
export async function run(): Promise<void> {
  const bySize: Map<string, Figures>[] = []
  for (const size of sizes) {
    const database = await createTemporaryDatabase()
    const pool = new BoundedPool({ connectionString: database.url, max: 4 })
    try {
      await insertUsers(database.url, size)
      if (bySize.length === 0) console.log(describe(database.version))
      bySize.push(await measureAll(() => drizzle(pool, { schema }) as unknown as Database))
    } finally {
      await pool.end()
      await database.drop()
    }
  }
  printRows(bySize)
  printSummary(bySize)
}

async function measureAll(open: () => Database): Promise<Map<string, Figures>> {
  const db = open()
  const ctx = { db, product, now: new Date(), actor: { user: { role: 'admin' }, key: null } } as ActorContext
  const [someone] = await db.select().from(user).where(sql`deleted_at is null`).orderBy(user.id).limit(1)
  const middleOf = createMiddleOf(db)
  const figures = new Map<string, Figures>()
  for (const [search, term] of Object.entries(searches)) {
    for (const [filter, wanted] of Object.entries(filters)) {
      for (const sort of userSorts) {
        const input: ListUsersInput = {
          ...wanted,
          search: term === wholeAddress ? someone?.email : term,
          sort,
          direction: sort === 'name' || sort === 'email' ? 'asc' : 'desc',
          limit: pageSize,
        }
        const { total, totalCapped } = await listUsers(ctx, input)
        const cursor = encodeCursor(placeOf(input, await middleOf(input), total + (totalCapped ? 1 : 0)))
        // What is remembered, is remembered by database: one that was never asked counts anew.
        const asNew = () => ({ ...ctx, db: open() })
        figures.set(
          [search, filter, sort, 'first'].join(' | '),
          await time((fresh) => listUsers(fresh, input), asNew),
        )
        figures.set([search, filter, sort, 'again'].join(' | '), await time(() => listUsers(ctx, input)))
        const deep = { ...input, cursor }
        figures.set([search, filter, sort, 'deep'].join(' | '), await time(() => listUsers(ctx, deep)))
      }
    }
  }
  figures.set('stats | 30 days | | ', await time(() => getUserStats(ctx, { days: 30 })))
  return figures
}

// A deep page begins behind the user who stands in the middle of everybody.
function createMiddleOf(db: Database): (order: UserOrder) => Promise<UserTable> {
  const known = new Map<string, UserTable>()
  const find = async (order: UserOrder) => {
    const offset = Math.floor((await db.$count(user)) / 2)
    return (await db.select().from(user).orderBy(orderBy(order)).offset(offset).limit(1))[0]
  }
  return async (order) => {
    const row = known.get(order.sort) ?? (await find(order))
    if (!row) throw new Error('There are no users.')
    known.set(order.sort, row)
    return row
  }
}

async function time<Given = void>(
  call: (given: Given) => Promise<unknown>,
  prepare: () => Given = () => undefined as Given,
): Promise<Figures> {
  for (let round = 0; round < warmUp; round += 1) await call(prepare())
  const latencies = new Float64Array(rounds)
  for (let round = 0; round < rounds; round += 1) {
    const given = prepare()
    const startedAt = performance.now()
    await call(given)
    latencies[round] = performance.now() - startedAt
  }
  latencies.sort()
  return { p50: percentile(latencies, 0.5), p99: percentile(latencies, 0.99) }
}

function describe(version: string): string {
  return [
    `${rounds} calls each, one after the other; ${availableParallelism()} processors, ${version}, Node ${process.versions.node}. Milliseconds.`,
    '',
    `| search | filter | order | page | ${sizes.map((size) => `p50 ${size} | p99 ${size}`).join(' | ')} | p99 ratio |`,
    `|---|---|---|---|${sizes.map(() => '---:|---:').join('|')}|---:|`,
  ].join('\n')
}

const shown = (value: number) => value.toFixed(1)
const ratioOf = (key: string, bySize: Map<string, Figures>[]) =>
  (bySize.at(-1)?.get(key)?.p99 ?? 0) / (bySize[0]?.get(key)?.p99 ?? 1)

function printRows(bySize: Map<string, Figures>[]): void {
  for (const key of bySize[0]?.keys() ?? []) {
    const cells = bySize.map((figures) => {
      const { p50 = 0, p99 = 0 } = figures.get(key) ?? {}
      return `${shown(p50)} | ${shown(p99)}`
    })
    console.log(`| ${key} | ${cells.join(' | ')} | ${shown(ratioOf(key, bySize))} |`)
  }
}

// The slowest of the orders and depths of each search and filter.
function printSummary(bySize: Map<string, Figures>[]): void {
  const keys = [...(bySize[0]?.keys() ?? [])]
  const within = keys.filter((key) => ratioOf(key, bySize) <= 3).length
  console.log(`\n${within} of ${keys.length} combinations are within 3 times.\n`)
  console.log(`| search | filter | ${sizes.map((size) => `p99 ${size}`).join(' | ')} | within 3 times |`)
  console.log(`|---|---|${sizes.map(() => '---:').join('|')}|---:|`)
  for (const group of new Set(keys.map((key) => key.split(' | ').slice(0, 2).join(' | ')))) {
    const ofGroup = keys.filter((key) => key.startsWith(`${group} | `))
    const worst = bySize.map((figures) => Math.max(...ofGroup.map((key) => figures.get(key)?.p99 ?? 0)))
    const met = ofGroup.filter((key) => ratioOf(key, bySize) <= 3).length
    console.log(`| ${group} | ${worst.map(shown).join(' | ')} | ${met} of ${ofGroup.length} |`)
  }
}
