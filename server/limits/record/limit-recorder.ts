import type { Database } from '../../database/database.ts'
import type { LimitCall, LimitDecision } from '../decide/limiter.ts'
import { countBlock, countCall, type DecisionBatch, emptyBatch, mergeBatch } from './decision-batch.ts'
import { writeDecisions } from './write-decisions.ts'

export interface LimitRecorder {
  /** Counts a decision; it is written with the others of the next two seconds. */
  record(call: LimitCall, decision: LimitDecision): void
  /** Writes what waits. What cannot be written waits for the next time. */
  flush(): Promise<void>
  /** Writes what waits and stops. */
  close(): Promise<void>
}

export interface LimitRecorderOptions {
  db: Database
  /** Hears of each time that the record could not be written. */
  onError?: (error: unknown) => void
  /** Hears how many blocked calls were counted in the totals only, because too many callers were blocked at once. */
  onDropped?: (calls: number) => void
  /** Milliseconds. */
  now?: () => number
  /** How many blocked callers may wait to be written; 5,000 unless given. */
  maxBlocks?: number
}

const flushMs = 2000
const minuteMs = 60_000
// Totals are a few numbers a minute: those of a day are kept while the store is away.
const maxMinutes = 24 * 60

/** Keeps count of what the limits decided and writes it every two seconds, so that no call costs a write of its own. */
export function createLimitRecorder(options: LimitRecorderOptions): LimitRecorder {
  const { db, onError = () => {}, onDropped = () => {}, maxBlocks = 5000 } = options
  const now = options.now ?? (() => performance.timeOrigin + performance.now())
  const pending: Pending = new Map()
  let dropped = 0
  let running: Promise<void> = Promise.resolve()
  const timer = setInterval(flush, flushMs)
  timer.unref()

  function record({ policies, source = unknownSource }: LimitCall, { passed, denied }: LimitDecision) {
    const at = now()
    const batch = batchOf(pending, Math.floor(at / minuteMs))
    if (passed) for (const policy of new Set(policies)) countCall(batch, policy, 'passed', at)
    if (!denied) return
    countCall(batch, denied.policy, 'blocked', at)
    if (batch.blocks.has(denied.key) || waitingBlocks(pending) < maxBlocks)
      countBlock(batch, denied, source, at)
    else dropped += 1
  }

  function flush(): Promise<void> {
    running = running.then(write)
    return running
  }

  async function write() {
    for (const [minute, batch] of [...pending]) {
      pending.delete(minute)
      try {
        await writeDecisions(db, batch, now() - batch.at)
      } catch (error) {
        mergeBatch(batchOf(pending, minute), batch)
        onError(error)
        return
      }
    }
    if (dropped > 0) onDropped(dropped)
    dropped = 0
  }

  return {
    record,
    flush,
    async close() {
      clearInterval(timer)
      await flush()
    },
  }
}

const unknownSource = { procedure: 'unknown', requestId: '' }

/** What is to be written yet, by minute, the oldest first. */
type Pending = Map<number, DecisionBatch>

function batchOf(pending: Pending, minute: number): DecisionBatch {
  const known = pending.get(minute)
  if (known) return known
  const batch = emptyBatch()
  pending.set(minute, batch)
  const [oldest] = pending.keys()
  if (pending.size > maxMinutes && oldest !== undefined) pending.delete(oldest)
  return batch
}

function waitingBlocks(pending: Pending): number {
  let waiting = 0
  for (const { blocks } of pending.values()) waiting += blocks.size
  return waiting
}
