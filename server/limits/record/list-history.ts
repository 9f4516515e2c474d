import { and, asc, eq, gte, lt, sql } from 'drizzle-orm'
import { limitMinute } from '#drizzle/schema/index.ts'
import {
  historyBuckets,
  type LimitHistoryInput,
  type LimitHistoryPoint,
} from '#shared/limits/limit-events.ts'
import type { Page } from '#shared/pagination.ts'
import type { ServiceContext } from '../../service-context.ts'
import { keptDays } from './sweep-decisions.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const keptMs = keptDays * 24 * hourMs
const wantedPoints = 200

/** How many calls each policy passed and blocked over a time of seven days at most, oldest first. */
export async function listHistory(
  ctx: ServiceContext,
  input: LimitHistoryInput,
): Promise<Page<LimitHistoryPoint>> {
  const { from, to } = spanOf(input, ctx.now)
  const bucketMinutes = input.bucketMinutes ?? fittingBucket(to.getTime() - from.getTime())
  const at = sql`date_bin(make_interval(mins => ${bucketMinutes}::int), ${limitMinute.minute}, timestamptz 'epoch')`
  const buckets = ctx.db
    .select({
      policy: limitMinute.policy,
      at: at.mapWith(limitMinute.minute).as('at'),
      passed: sql`sum(${limitMinute.passed})`.mapWith(Number).as('passed_sum'),
      blocked: sql`sum(${limitMinute.blocked})`.mapWith(Number).as('blocked_sum'),
    })
    .from(limitMinute)
    .where(
      and(
        gte(limitMinute.minute, from),
        lt(limitMinute.minute, to),
        input.policy ? eq(limitMinute.policy, input.policy) : undefined,
      ),
    )
    .groupBy(limitMinute.policy, sql`2`)
    .as('buckets')
  const rows = await ctx.db.select().from(buckets).orderBy(asc(buckets.at), asc(buckets.policy))
  const items = rows.map((row) => ({ ...row, at: row.at.toISOString(), bucketMinutes }))
  return { items, nextCursor: null, total: items.length }
}

function spanOf(input: LimitHistoryInput, now: Date): { from: Date; to: Date } {
  const from = input.from ? new Date(input.from) : null
  const to = input.to ? new Date(input.to) : null
  if (from) return { from, to: to ?? new Date(Math.min(from.getTime() + keptMs, now.getTime() + minuteMs)) }
  const end = to ?? new Date(now.getTime() + minuteMs)
  return { from: new Date(end.getTime() - hourMs), to: end }
}

function fittingBucket(spanMs: number): number {
  return historyBuckets.find((minutes) => spanMs / (minutes * minuteMs) <= wantedPoints) ?? 1440
}
