import { sql } from 'drizzle-orm'
import { expect, inject, test } from 'vitest'
import { emptyDatabase } from '#test/database.ts'
import { epochMs } from './credit-month.ts'

// None whose rules changed of late: the database and Intl may know of it or not.
const zones = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'America/Santiago',
  'America/Sao_Paulo',
  'Asia/Kolkata',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Pacific/Chatham',
  'Africa/Cairo',
  'Asia/Tehran',
]
const anchors = ['2024-01-31 00:00', '2024-02-29 13:30', '2023-12-30 23:59', '2025-04-01 00:00']

// The clock on the wall at a moment, as Intl knows it and the database does not.
function wallClock(zone: string) {
  const format = new Intl.DateTimeFormat('sv', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' })
  return (ms: number) => format.format(ms)
}

const daysIn = (year: number, month: number) => new Date(Date.UTC(year, month, 0)).getUTCDate()

// On the wall: the anchor's day, or the last one of a month that is shorter.
function wallStart(anchor: string, year: number, month: number): string {
  const day = Math.min(Number(anchor.slice(8, 10)), daysIn(year, month))
  const two = (value: number) => String(value).padStart(2, '0')
  return `${year}-${two(month)}-${two(day)} ${anchor.slice(11)}:00`
}

// The newest start that is not after the clock on the wall, looked for month by month.
function expectedStart(anchor: string, wall: string): string {
  const [year = 0, month = 0] = wall.split('-').map(Number)
  const before = month === 1 ? wallStart(anchor, year - 1, 12) : wallStart(anchor, year, month - 1)
  const same = wallStart(anchor, year, month)
  return same <= wall ? same : before
}

test.each(zones)(
  'months in %s, day by day: without a gap, from the day of the anchor on the wall',
  async (zone) => {
    const { db } = await emptyDatabase()
    const wall = wallClock(zone)
    const stepHours = inject('thorough') ? 7 : 53
    for (const anchor of anchors) {
      const rows = await db
        .select({
          ms: epochMs(sql`moment`),
          starts: epochMs(sql`starts`),
          ends: epochMs(sql`ends`),
        })
        .from(
          sql`generate_series('2025-01-01T00:30:00Z'::timestamptz, '2028-03-05'::timestamptz, ${`${stepHours} hours`}::interval) moment,
          credit_period(${anchor}::timestamp at time zone ${zone}, ${zone}, moment)`,
        )
        .orderBy(sql`moment`)
      let before: (typeof rows)[number] | undefined
      for (const row of rows) {
        expect(row.starts <= row.ms && row.ms < row.ends, `${zone} ${anchor} ${wall(row.ms)}`).toBe(true)
        // The next month begins where this one ends.
        if (before && before.starts !== row.starts) expect(row.starts).toBe(before.ends)
        // Where the clock skips the anchor's time, it begins as the clock goes on.
        const skipped = wall(row.starts).slice(0, 10) === expectedStart(anchor, wall(row.ms)).slice(0, 10)
        expect(skipped, `${zone} ${anchor} ${wall(row.ms)} begins ${wall(row.starts)}`).toBe(true)
        before = row
      }
      expect(rows.length).toBeGreaterThan(400)
    }
  },
)

test.each([
  ['2024-01-31 00:00', 'UTC', '2026-03-15T00:00:00Z', '2026-02-28T00:00:00Z', '2026-03-31T00:00:00Z'],
  ['2024-01-31 00:00', 'UTC', '2026-03-31T00:00:00Z', '2026-03-31T00:00:00Z', '2026-04-30T00:00:00Z'],
  [
    '2000-01-01 00:00',
    'Europe/Berlin',
    '2026-04-05T00:00:00Z',
    '2026-03-31T22:00:00Z',
    '2026-04-30T22:00:00Z',
  ],
  ['2024-02-29 00:00', 'UTC', '2026-03-01T00:00:00Z', '2026-02-28T00:00:00Z', '2026-03-29T00:00:00Z'],
])('from %s in %s, %s is in the month from %s to %s', async (anchor, zone, moment, starts, ends) => {
  const { db } = await emptyDatabase()
  const [row] = await db
    .select({ starts: epochMs(sql`starts`), ends: epochMs(sql`ends`) })
    .from(sql`credit_period(${anchor}::timestamp at time zone ${zone}, ${zone}, ${moment}::timestamptz)`)
  expect(row).toEqual({ starts: Date.parse(starts), ends: Date.parse(ends) })
})
