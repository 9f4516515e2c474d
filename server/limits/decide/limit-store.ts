import type { Database } from '../../database/database.ts'
import { createGroupCommit } from '../../database/group-commit.ts'
import { isDatabaseUnreachable } from '../../errors.ts'
import { prepareConsume } from './consume-sql.ts'
import type { DenialCache } from './denial-cache.ts'
import type { KeyedCall, LimitDecision } from './limit-decision.ts'

/** A call by the rules of when it came, and what the denial cache wants to know of them. */
export interface RuledCall extends KeyedCall {
  readAt: number
  holdForMs: number
}

export interface LimitStoreOptions {
  db: Database
  denials: Pick<DenialCache, 'remember'>
  /** Hears of every failure of the store, once for all the calls that it concerns. */
  onStoreError(error: unknown): void
  /** Milliseconds. */
  now(): number
  maxWaiting: number
}

// How long a store that could not be reached is not asked again.
const pauseMs = 500

/** The counters in the database: calls that wait are decided together. */
export function createLimitStore({ db, denials, onStoreError, now, maxWaiting }: LimitStoreOptions) {
  const consumeBatch = prepareConsume(db)
  let outage: { error: unknown; untilMs: number } | null = null

  async function consumeTogether(calls: RuledCall[]): Promise<LimitDecision[]> {
    try {
      const { decisions } = await consumeBatch(calls)
      outage = null
      calls.forEach((call, index) => {
        const decision = decisions[index]
        if (decision) denials.remember(call, decision, call)
      })
      return decisions
    } catch (error) {
      if (isDatabaseUnreachable(error)) outage = { error, untilMs: now() + pauseMs }
      onStoreError(error)
      throw error
    }
  }

  const queue = createGroupCommit({
    run: consumeTogether,
    keysOf: (call: RuledCall) => call.quotas.map(({ key }) => key),
    termsOf: (call) => call.quotas.map(({ limit, windowMs }) => `${limit}/${windowMs}`),
    maxBatch: 250,
    maxRunning: 2,
    maxWaiting,
  })

  return {
    /** Whether as many calls wait as may. */
    isFull: queue.isFull,
    /** Decides and charges a call. Rejects when the store fails, and at once while it is known to be away. */
    async consume(call: RuledCall): Promise<LimitDecision> {
      if (outage && now() < outage.untilMs) throw outage.error
      return queue.add(call)
    },
    /** Resolves when no call waits any more. */
    drained: queue.drained,
  }
}
