import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type UserTable, user } from '#drizzle/schema/index.ts'
import { type Role, roles } from '#shared/roles/roles.ts'
import {
  accountProviders,
  type ListUsersInput,
  type UserFilter,
  userSorts,
  userStatuses,
} from '#shared/users.ts'
import { emptyDatabase } from '#test/database.ts'
import { product } from '#test/product.ts'
import type { Database } from '../../database/database.ts'
import type { ActorContext } from '../../service-context.ts'
import { statusOf } from '../../user-status/user-status.ts'
import { listUsers } from './list-users.ts'
import type { Bounds } from './list-users-search.ts'

const now = new Date('2026-05-01T12:00:00.000Z')
const people = 300

test('the pages of any filter, order and size are what filtering and sorting in memory gives', async () => {
  const { db } = await emptyDatabase()
  const rows = await insertPeople(db)
  const role = fc.constantFrom<Role>('moderator', 'admin')
  await fc.assert(
    fc.asyncProperty(anyInput(rows), role, anyBounds, async (input, role, bounds) => {
      fc.pre(role === 'admin' || input.sort !== 'email')
      await compare({ db, rows, input, role, bounds })
    }),
    { numRuns: 400 },
  )
})

test('so are those of the two first letters of a name or address that many share, in the order of either', async () => {
  const { db } = await emptyDatabase()
  const rows = await insertPeople(db)
  const search = fc
    .constantFrom(...rows)
    .chain((row) => fc.constantFrom(row.name.slice(0, 2), row.email.slice(0, 2)))
  const sort = fc.constantFrom<ListUsersInput['sort']>('name', 'email')
  const direction = fc.constantFrom<ListUsersInput['direction']>('asc', 'desc')
  await fc.assert(
    fc.asyncProperty(search, sort, direction, async (search, sort, direction) => {
      const input: ListUsersInput = { search, sort, direction, limit: 3 }
      await compare({ db, rows, input, role: 'admin', bounds: { counted: 3, walked: 5 } })
    }),
    { numRuns: 60 },
  )
})

interface Comparison {
  db: Database
  rows: UserTable[]
  input: ListUsersInput
  role: Role
  bounds: Bounds
}

async function compare({ db, rows, input, role, bounds }: Comparison): Promise<void> {
  const expected = reference(rows, input, role)
  const seen = await readAllPages(contextOf(db, role), input, bounds)
  expect(seen.ids).toEqual(expected)
  expect([seen.total, seen.totalCapped]).toEqual([
    Math.min(expected.length, bounds.counted),
    expected.length > bounds.counted,
  ])
}

async function readAllPages(ctx: ActorContext, input: ListUsersInput, bounds: Bounds) {
  const ids: string[] = []
  let cursor: string | undefined
  for (;;) {
    const { items, nextCursor, total, totalCapped } = await listUsers(ctx, { ...input, cursor }, bounds)
    ids.push(...items.map(({ id }) => id))
    if (!nextCursor) return { ids, total, totalCapped }
    expect(items).toHaveLength(input.limit)
    cursor = nextCursor
  }
}

function reference(rows: UserTable[], input: ListUsersInput, role: Role): string[] {
  const key = (row: UserTable) =>
    ({
      createdAt: row.createdAt.toISOString(),
      lastActiveAt: row.lastActiveAt?.toISOString() ?? '',
      name: row.name.toLowerCase(),
      email: addressOf(row),
    })[input.sort]
  const sorted = rows
    .filter((row) => isWanted(row, input, role))
    .sort((a, b) => Buffer.compare(Buffer.from(key(a)), Buffer.from(key(b))) || (a.id < b.id ? -1 : 1))
    .map(({ id }) => id)
  return input.direction === 'asc' ? sorted : sorted.reverse()
}

function isWanted(row: UserTable, { search, ...filter }: ListUsersInput, role: Role): boolean {
  const status = statusOf(row, now)
  if (filter.status ? status !== filter.status : status === 'deleted') return false
  if (filter.role && row.role !== filter.role) return false
  if (filter.verified !== undefined && row.emailVerified !== filter.verified) return false
  if (filter.provider && !row.providers.includes(filter.provider)) return false
  if (!isInTimes(row, filter)) return false
  if (!search) return true
  const wanted = search.toLowerCase()
  const within = (text: string) => ([...search].length < 3 ? text.startsWith(wanted) : text.includes(wanted))
  const byAddress = role === 'moderator' ? addressOf(row) === wanted : within(addressOf(row))
  return row.id === search || within(row.name.toLowerCase()) || byAddress
}

const dayMs = 24 * 60 * 60 * 1000

function isInTimes({ createdAt, lastActiveAt }: UserTable, filter: UserFilter): boolean {
  const isWithin = (at: Date, from = '', to = '~', days = Number.POSITIVE_INFINITY) =>
    at.toISOString() >= from && at.toISOString() < to && now.getTime() - at.getTime() <= days * dayMs
  const { createdFrom, createdTo, createdDays, activeFrom, activeTo, activeDays, neverActive } = filter
  if (!isWithin(createdAt, createdFrom, createdTo, createdDays)) return false
  if (neverActive && lastActiveAt) return false
  if (lastActiveAt) return isWithin(lastActiveAt, activeFrom, activeTo, activeDays)
  return activeFrom === undefined && activeTo === undefined && activeDays === undefined
}

const addressOf = (row: UserTable) => (row.deletedEmail ?? row.email).toLowerCase()

function anyInput(rows: UserTable[]): fc.Arbitrary<ListUsersInput> {
  const text = fc.constantFrom(...rows).chain((row) => fc.constantFrom(row.name, addressOf(row), row.id))
  const part = fc
    .tuple(text, fc.nat(12), fc.integer({ min: 1, max: 6 }))
    .map(([whole, start, length]) => whole.slice(start, start + length).trim())
  const search = fc.oneof(
    text,
    part,
    part.map((each) => each.toUpperCase()),
    text.map((whole) => whole.slice(0, 2).trim()),
    fc.constantFrom('%', '_', '\\', 'a%', '_a', 'a\\', '%%%', '___', 'ab', 'a', 'É', 'nobody at all'),
  )
  const maybe = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined, freq: 2 })
  const filters = fc.record({
    role: maybe(fc.constantFrom(...roles)),
    status: maybe(fc.constantFrom(...userStatuses)),
    verified: maybe(fc.boolean()),
    provider: maybe(fc.constantFrom(...accountProviders)),
  })
  const seldom = <Value>(arbitrary: fc.Arbitrary<Value>) =>
    fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary })
  const instant = seldom(fc.constantFrom(0, 1, 2, 60_000, 2 * dayMs).map(before))
  const days = seldom(fc.constantFrom(1, 2, 30))
  const times = fc.record({
    createdFrom: instant,
    createdTo: instant,
    createdDays: days,
    activeFrom: instant,
    activeTo: instant,
    activeDays: days,
    neverActive: seldom(fc.constant<true>(true)),
  })
  const page = fc.record({
    limit: fc.constantFrom(3, 10, 30, 100),
    search: fc.option(search, { nil: undefined, freq: 4 }),
    sort: fc.constantFrom(...userSorts),
    direction: fc.constantFrom<ListUsersInput['direction']>('asc', 'desc'),
  })
  // Often without filters, or else few searches would find many.
  const often = fc.oneof(fc.constant<UserFilter>({}), filters, times, fc.tuple(filters, times).map(both))
  return fc.tuple(page, often).map(([one, other]) => ({ ...other, ...one }))
}

const before = (ms: number) => new Date(now.getTime() - ms).toISOString()
const both = ([one, other]: [UserFilter, UserFilter]): UserFilter => ({ ...one, ...other })

// Few letters and few times, so that many are equal and many searches find something.
const anyPerson = fc.record({
  name: fc.stringMatching(/^[abABéÉ%_\\'z][abABé %_\\-]{0,6}[abABé]$/u),
  local: fc.stringMatching(/^[abc%_.+]{1,4}$/),
  role: fc.constantFrom(...roles),
  emailVerified: fc.boolean(),
  ban: fc.constantFrom('none', 'none', 'for good', 'running', 'over'),
  pending: fc.constantFrom(false, false, true),
  deleted: fc.constantFrom(false, false, false, true),
  providers: fc.subarray([...accountProviders]),
  createdAt: fc.constantFrom(1, 2, 3, 500, 3 * dayMs).map((ms) => new Date(now.getTime() - ms)),
  lastActiveAt: fc
    .constantFrom(1, 2, 3, 60_000, 2 * dayMs, undefined, undefined)
    .map((ms) => (ms ? new Date(now.getTime() - ms) : undefined)),
})

async function insertPeople(db: Database): Promise<UserTable[]> {
  const drawn = fc.sample(anyPerson, { numRuns: people, seed: 7 })
  const values = drawn.map(({ local, ban, pending, deleted, ...person }, index) => {
    const id = index.toString(16).padStart(6, '0')
    const email = `${local}${index}@ab.example`
    return {
      ...person,
      id,
      email: deleted ? `deleted:${id}` : email,
      deletedEmail: deleted ? email : null,
      deletedAt: deleted ? now : null,
      bannedAt: ban === 'none' ? null : now,
      bannedUntil:
        ban === 'running' || ban === 'over' ? new Date(now.getTime() + (ban === 'over' ? -1 : 1)) : null,
      pendingSince: pending ? now : null,
    }
  })
  return db.insert(user).values(values).returning()
}

// Small ones, so that few people are many: each way to find a page has its turn.
const anyBounds = fc.record({
  counted: fc.constantFrom(3, 20, 10_000),
  walked: fc.constantFrom(5, 40, 20_000),
})

// What a domain function needs of a context to read.
const contextOf = (db: Database, role: Role) =>
  ({ db, now, product, actor: { user: { role }, key: null } }) as ActorContext
