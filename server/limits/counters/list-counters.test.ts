import { describe, expect, test } from 'vitest'
import type { ListLimitsInput } from '#shared/limits/limits.ts'
import { accountValue } from '../limit-keys.ts'
import { addCounters, type CounterRow, setUp } from './counters-fixture.ts'
import { listCounters } from './list-counters.ts'

const page = (input: Partial<ListLimitsInput> = {}): ListLimitsInput => ({ limit: 25, ...input })

describe('listCounters', () => {
  const rows: CounterRow[] = [
    { key: 'export/user:u1', count: 10 },
    { key: `mail/account:${accountValue('ada@example.com')}`, count: 3 },
    { key: 'mail/ip:10.0.0.1', count: 3 },
    { key: 'public/ip:10.0.0.1', count: 150 },
    { key: 'public/ip:10.0.0.2', count: 0, previousCount: 150, agoMs: 14_000 },
    { key: 'public/ip:unknown', count: 150, agoMs: 30_000 },
    { key: 'signed-in/session:a_b%c', count: 149 },
    { key: 'signed-in/user:u1', count: 12 },
    { key: 'gone/ip:10.0.0.1' },
    { key: 'public/planet:mars' },
  ]
  const known = rows.slice(0, 8).map(({ key }) => key)

  test('pages through the counters of the table by key', async () => {
    const { db, ctx } = await setUp()
    await addCounters(db, rows)
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const { items, nextCursor, total } = await listCounters(ctx, page({ limit: 3, cursor }))
      expect(total).toBe(8)
      seen.push(...items.map(({ id }) => id))
      cursor = nextCursor ?? undefined
    } while (cursor)
    expect(seen).toEqual(known)
    await expect(listCounters(ctx, page({ cursor: 'nonsense' }))).rejects.toMatchObject({
      code: 'BAD_REQUEST',
    })
  })

  test.each<[string, Partial<ListLimitsInput>, string[]]>([
    ['a policy', { policy: 'mail' }, ['mail/account:', 'mail/ip:10.0.0.1']],
    ['a scope', { scope: 'user' }, ['export/user:u1', 'signed-in/user:u1']],
    ['no such policy', { policy: 'gone' }, []],
    ['what is full', { blocked: true }, ['export/user:u1', 'mail/account:', 'public/ip:10.0.0.1']],
    ['what is not', { blocked: false, policy: 'public' }, ['public/ip:10.0.0.2', 'public/ip:unknown']],
    [
      'text in any case',
      { search: 'IP:10' },
      ['mail/ip:10.0.0.1', 'public/ip:10.0.0.1', 'public/ip:10.0.0.2'],
    ],
    ['an e-mail address', { search: 'Ada@example.com' }, ['mail/account:']],
    ['wildcards as they are', { search: 'a_b%c' }, ['signed-in/session:a_b%c']],
    ['a wildcard that is nowhere', { search: '1%1' }, []],
    [
      'all together',
      { search: '10.0', scope: 'ip', policy: 'public', blocked: true },
      ['public/ip:10.0.0.1'],
    ],
  ])('filters by %s', async (_, input, expected) => {
    const { db, ctx } = await setUp()
    await addCounters(db, rows)
    const { items, total } = await listCounters(ctx, page(input))
    expect(items.map(({ id }) => id.replace(/account:.*/, 'account:'))).toEqual(expected)
    expect(total).toBe(expected.length)
  })

  test('the filter for full counters agrees with what each one says, at every point of its windows', async () => {
    const { db, ctx } = await setUp()
    await addCounters(
      db,
      Array.from({ length: 200 }, (_, i) => ({
        key: `sign-in/ip:10.0.1.${i}`,
        count: (i * 7) % 24,
        previousCount: (i * 11) % 24,
        agoMs: i * 700 - 3000,
      })),
    )
    const full = await listCounters(ctx, page({ blocked: true, limit: 100 }))
    const free = await listCounters(ctx, page({ blocked: false, limit: 100 }))
    expect(full.items.length).toBeGreaterThan(10)
    expect(free.items.length).toBeGreaterThan(10)
    expect(full.items.filter(({ blocked }) => !blocked)).toEqual([])
    expect(free.items.filter(({ blocked }) => blocked)).toEqual([])
  })
})
