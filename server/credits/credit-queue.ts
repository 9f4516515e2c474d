import type { Database } from '../database/database.ts'
import { createGroupCommit } from '../database/group-commit.ts'
import { unavailable } from '../errors.ts'
import { prepareApplyCredits } from './apply-credits.ts'
import type { CreditCall, CreditDecision } from './credit-call.ts'
import { createCreditNews } from './news/credit-news.ts'

export interface CreditQueue {
  /** On which it decides: a transaction of somebody's is another one. */
  readonly db: Database
  /**
   * Decides a call together with those that wait. Throws SERVICE_UNAVAILABLE when too many do; rejects when the database
   * fails, and then it may or may not have happened.
   */
  decide(call: CreditCall): Promise<CreditDecision>
  /** Has an owner told of what a transaction of somebody's decided. */
  note(ownerId: string): void
  /** Lets the calls that wait finish and refuses new ones. */
  close(): Promise<void>
}

/**
 * Calls that wait are decided together, so that many of one owner cost one commit; build one for a process. Owners are
 * told of it, once a second at most.
 */
export function createCreditQueue({
  db,
  maxWaiting = 5000,
}: {
  db: Database
  maxWaiting?: number
}): CreditQueue {
  const queue = createGroupCommit({
    run: prepareApplyCredits(db),
    keysOf: ({ ownerId }: CreditCall) => [ownerId],
    maxBatch: 250,
    maxRunning: 2,
    maxWaiting,
  })
  const news = createCreditNews({ db })
  let closed = false
  return {
    db,
    async decide(call) {
      if (closed || queue.isFull()) throw unavailable(new Error('Too many calls wait for their credits.'))
      const decision = await queue.add(call)
      if (decision.outcome === 'ok') news.note(call.ownerId)
      return decision
    },
    note: news.note,
    async close() {
      closed = true
      await queue.drained()
      await news.close()
    },
  }
}
