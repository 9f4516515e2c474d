import type { Database } from '../../database/database.ts'
import type { Listener } from '../../database/listen.ts'
import { type LimitPolicies, limitPolicies } from '../limit-policies.ts'
import { hearLimitsNews } from './limits-news.ts'
import { createOverrideIndex, type OverrideIndex } from './override-index.ts'
import { readClock, readOverrides, readPolicies } from './read-rules.ts'
import { createRepeatedReader } from './repeated-reader.ts'

/** What the limiter decides by. */
export interface LimitRules {
  /** With the numbers in force. */
  readonly policies: LimitPolicies
  readonly overrides: OverrideIndex
  /** The database's time, as well as this process knows it, in milliseconds since 1970. */
  now(): number
  /** Calls back when what was decided may be wrong by now: about these counters, or about all. */
  onForget(handler: (keys?: readonly string[]) => void): void
  /** Reads the rules anew: resolves once those are in force that are in the database now, if it can be reached. */
  refresh(): Promise<void>
}

/** Rules that are kept in step with the database's. */
export interface LiveLimitRules extends LimitRules {
  close(): Promise<void>
}

// What was told may have been lost, on the way through a pooler that delivers no notifications for one.
const usualEveryMs = 10_000

/**
 * The overrides and policies of the database, kept in memory and read anew when a replica tells of a change, when
 * the listener's connection comes back, and every 10 s. While the database is away the last known ones hold. Rejects
 * when they cannot be read the first time.
 */
export async function createLimitRules(options: {
  db: Database
  listener: Listener
  policies?: LimitPolicies
  /** Hears of a failure to listen, and of the first of several failures to read. */
  onError?: (error: unknown) => void
  everyMs?: number
}): Promise<LiveLimitRules> {
  const { db, listener, onError = () => {}, everyMs = usualEveryMs } = options
  const forgetters: ((keys?: readonly string[]) => void)[] = []
  let current = await read(db, options.policies)
  const forget = (keys?: readonly string[]) => {
    for (const handler of forgetters) handler(keys)
  }

  const reader = createRepeatedReader({
    async read() {
      current = await read(db, options.policies)
      // All of it, since counters may have been reset while nothing was heard.
      forget()
    },
    onError,
    everyMs,
  })

  const stopHearing = await hearLimitsNews(listener, {
    onReady: () => void reader.refresh(),
    onNews: (news) => {
      if (reader.closed) return
      if (news.kind === 'rules') reader.refresh()
      else forget(news.keys ?? undefined)
    },
  }).catch(onError)
  // Should nothing have been heard, not even that it listens.
  reader.start()

  return {
    get policies() {
      return current.policies
    },
    get overrides() {
      return current.overrides
    },
    now: () => performance.timeOrigin + performance.now() + current.clockOffsetMs,
    onForget: (handler) => void forgetters.push(handler),
    refresh: reader.refresh,
    async close() {
      stopHearing?.()
      await reader.close()
    },
  }
}

async function read(db: Database, filePolicies?: LimitPolicies) {
  const askedAt = performance.now()
  const clock = readClock(db).then((nowMs) => {
    const answeredAt = performance.now()
    return nowMs - performance.timeOrigin - (askedAt + answeredAt) / 2
  })
  const [clockOffsetMs, policies, rules] = await Promise.all([
    clock,
    readPolicies(db, filePolicies),
    readOverrides(db),
  ])
  return { clockOffsetMs, policies, overrides: createOverrideIndex(rules) }
}

/** Rules that never change, without overrides: for a limiter without a server around it. */
export function fixedRules(policies: LimitPolicies = limitPolicies): LimitRules {
  return {
    policies,
    overrides: createOverrideIndex([]),
    now: Date.now,
    onForget: () => {},
    refresh: async () => {},
  }
}
