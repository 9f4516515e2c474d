import type { LimitHistoryPoint } from '#shared/limits/limit-events.ts'
import { percent } from '../../../lib/text/format.ts'

/** How many calls passed and how many were blocked. */
export interface Tally {
  passed: number
  blocked: number
}

/** The sums of a policy over the time that is shown. */
export interface PolicyTally extends Tally {
  policy: string
}

/** What each policy passed and blocked, those that blocked most first; policies without calls are left out. */
export function tallyPolicies(points: readonly LimitHistoryPoint[]): PolicyTally[] {
  const sums = new Map<string, PolicyTally>()
  for (const { policy, passed, blocked } of points) {
    const sum = sums.get(policy) ?? { policy, passed: 0, blocked: 0 }
    sums.set(policy, { policy, passed: sum.passed + passed, blocked: sum.blocked + blocked })
  }
  return [...sums.values()].toSorted((a, b) => b.blocked - a.blocked || b.passed - a.passed)
}

/** The sum over policies. */
export function tallyAll(policies: readonly Tally[]): Tally {
  return policies.reduce<Tally>(
    (sum, { passed, blocked }) => ({ passed: sum.passed + passed, blocked: sum.blocked + blocked }),
    { passed: 0, blocked: 0 },
  )
}

/** The share of calls that was blocked, in words: "0.4%"; a dash while nobody called. */
export function blockedShare({ passed, blocked }: Tally, locale: string): string {
  const all = passed + blocked
  if (all === 0) return '–'
  return percent(blocked / all, locale)
}
