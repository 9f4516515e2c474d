import { describe, expect, test } from 'vitest'
import { rateLimit } from '#drizzle/schema/index.ts'
import { addCounters, keysIn, setUp } from './counters-fixture.ts'
import { sweepCounters } from './sweep-counters.ts'

describe('sweepCounters', () => {
  test('deletes what has run out by the window of its policy, and nothing else', async () => {
    const { db } = await setUp()
    await addCounters(db, [
      { key: 'public/ip:live', agoMs: 20_000 },
      { key: 'public/ip:over', agoMs: 30_000 },
      { key: 'mail/account:live', agoMs: 1_190_000 },
      { key: 'mail/account:over', agoMs: 1_200_000 },
      { key: 'mail/ip:live', agoMs: 1_200_000 },
      { key: 'gone/ip:live', agoMs: 100_000_000 },
      { key: 'gone/ip:over', agoMs: 200_000_000 },
    ])
    await db.insert(rateLimit).values({ key: 'public/ip:was-reset' })
    expect(await sweepCounters(db)).toBe(4)
    expect(await keysIn(db)).toEqual(['gone/ip:live', 'mail/account:live', 'mail/ip:live', 'public/ip:live'])
  })

  test('walks a table of any size in batches', async () => {
    const { db } = await setUp()
    const rows = Array.from({ length: 2500 }, (_, i) => ({
      key: `public/ip:${i}`,
      agoMs: i % 2 ? 60_000 : 0,
    }))
    await addCounters(db, rows)
    expect(await sweepCounters(db)).toBe(1250)
    expect(await keysIn(db)).toHaveLength(1250)
  })
})
