import type { AuditAction } from '#shared/audit/audit.ts'
import { rangeUntil } from '../../components/chart/time-series.ts'
import { trpc } from '../../lib/api/trpc.ts'
import { useNow } from '../../lib/browser/use-now.ts'
import { useIntervalWithoutNews, useLiveRefresh } from '../../lib/live/use-live-refresh.ts'
import type { DashboardRange } from './dashboard-search.ts'

const dayMs = 24 * 60 * 60 * 1000
const refreshEveryMs = 15_000
const usersRefreshEveryMs = 60_000
const buckets = { day: 15, week: 60 } as const
// A day alone is no line: the chart shows a week at least. What was before is asked for with it, to compare.
const chartDays: Record<DashboardRange, number> = { day: 7, week: 7, month: 30 }
const askedDays: Record<DashboardRange, number> = { day: 7, week: 14, month: 60 }

/** How many users there are, and how many came and were active on each day of the range. */
export function useUserStats(range: DashboardRange) {
  const days = chartDays[range]
  const stats = trpc.users.stats.useQuery(
    { days: askedDays[range] },
    { refetchInterval: usersRefreshEveryMs, placeholderData: (before) => before },
  )
  useLiveRefresh('users', stats.refetch)
  return { days, stats }
}

/** What the limits passed and blocked in the 24 hours before the last: as far back as a comparison can look. */
export function useCallsBefore(enabled: boolean) {
  const { from, to } = rangeUntil('day', useNow(refreshEveryMs * 4, true) - dayMs)
  return trpc.limits.history.useQuery(
    { from, to, bucketMinutes: buckets.week },
    { enabled, placeholderData: (before) => before },
  )
}

/** What the limits passed and blocked in the range; their history reaches back a week. */
export function useCallHistory(range: DashboardRange) {
  const shownRange = range === 'month' ? 'week' : range
  const { from, to, stepMs } = rangeUntil(shownRange, useNow(refreshEveryMs, true))
  const history = trpc.limits.history.useQuery(
    { from, to, bucketMinutes: buckets[shownRange] },
    { refetchInterval: refreshEveryMs, placeholderData: (before) => before },
  )
  useLiveRefresh('limits', history.refetch)
  return { shownRange, from, to, stepMs, history }
}

/** How many accounts and browsers wrong passwords have locked at this moment. */
export function useLockedNow() {
  const locked = trpc.limits.lockouts.useQuery(
    { locked: true, limit: 1 },
    { refetchInterval: refreshEveryMs },
  )
  useLiveRefresh('limits', locked.refetch)
  return locked
}

// Sign-ins and the like are no acts of admins, whoever they are about.
const adminActions: AuditAction[] = [
  'user.create',
  'user.update',
  'user.updateDetails',
  'user.setPicture',
  'user.setRole',
  'user.ban',
  'user.unban',
  'user.remove',
  'user.restore',
  'user.purge',
  'user.approve',
  'user.refuse',
  'user.export',
  'user.bulk',
  'invitation.create',
  'invitation.resend',
  'invitation.revoke',
  'session.end',
  'session.impersonate',
  'account.unlock',
  'twoFactor.reset',
  'credits.grant',
  'credits.adjust',
  'entitlement.set',
  'entitlement.remove',
  'plan.set',
  'feedback.set',
  'feedback.bulk',
  'setting.set',
  'setting.testMail',
  'override.set',
  'override.remove',
  'policy.set',
  'policy.reset',
  'counter.increment',
  'counter.decrement',
  'counter.reset',
  'counter.resetAll',
  'audit.export',
  'audit.undo',
]

/** What admins did last, the newest first; what people did to themselves is left out. */
export function useRecentActions(limit: number) {
  const recent = trpc.audit.list.useQuery(
    { actions: adminActions, toOthers: true, grouped: true, limit },
    { refetchInterval: useIntervalWithoutNews(refreshEveryMs) },
  )
  useLiveRefresh('audit', recent.refetch)
  return recent
}
