import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Database } from '../database/database.ts'
import type { Actor } from '../service-context.ts'
import { type Seen, writeActivity } from './write-activity.ts'

export interface ActivityRecorder {
  /** Notes that the actor called; it is written with the others of the next five seconds. */
  note(actor: Actor): void
  /** Writes what waits. What cannot be written waits for the next time. */
  flush(): Promise<void>
  /** Writes what waits and stops. */
  close(): Promise<void>
}

export interface ActivityRecorderOptions {
  db: Database
  /** Hears of each time that activity could not be written. */
  onError?: (error: unknown) => void
  /** Milliseconds, of a clock that never goes back. */
  now?: () => number
  /** How many sessions may wait to be written; 20,000 unless given. What is beyond is noted by a later call. */
  maxWaiting?: number
}

const flushMs = 5000
const minuteMs = 60_000
// A row that is locked so often in a row is one of a user who is being deleted, or gone already.
const maxTries = 5
// A third of a millisecond each on the embedded database, where everything else waits meanwhile.
const maxTogether = 25

/** Keeps note of which sessions are in use, and writes it every five seconds, so that no call costs a write. */
export function createActivityRecorder(options: ActivityRecorderOptions): ActivityRecorder {
  const { db, onError = () => {}, maxWaiting = 20_000, now = () => performance.now() } = options
  const waiting = new Map<string, Seen & { tries: number }>()
  // When each session was last written as seen: it is noted again a minute later.
  const written = new Map<string, number>()
  let running: Promise<void> = Promise.resolve()
  const timer = setInterval(flush, flushMs)
  timer.unref()

  function note({ session, user, impersonator }: Actor) {
    // What a program does with a key is not its owner's activity.
    if (!session) return
    const at = now()
    const lastAt = written.get(session.id)
    if (lastAt !== undefined && at - lastAt < minuteMs) return
    if (!waiting.has(session.id) && waiting.size >= maxWaiting) return
    // Who acts as somebody else is active themselves; the other one is not.
    const userId = impersonator?.id ?? user.id
    waiting.set(session.id, { sessionId: session.id, userId, at, tries: 0 })
  }

  function flush(): Promise<void> {
    running = running.then(write).catch(onError)
    return running
  }

  async function write() {
    for (const [id, at] of written) if (now() - at >= minuteMs) written.delete(id)
    const all = [...waiting.values()]
    for (let from = 0; from < all.length; from += maxTogether) {
      await writeTogether(all.slice(from, from + maxTogether))
      await nextTurn()
    }
  }

  async function writeTogether(batch: (Seen & { tries: number })[]) {
    for (const { sessionId } of batch) waiting.delete(sessionId)
    try {
      const done = await writeActivity(db, batch, now())
      for (const seen of batch) {
        const behindMs = done.get(seen.sessionId)
        if (behindMs !== undefined) written.set(seen.sessionId, seen.at - behindMs)
        else waitAgain(seen, seen.tries + 1)
      }
    } catch (error) {
      for (const seen of batch) waitAgain(seen, seen.tries)
      throw error
    }
  }

  function waitAgain(seen: Seen, tries: number) {
    const { sessionId } = seen
    if (tries < maxTries && !waiting.has(sessionId)) waiting.set(sessionId, { ...seen, tries })
  }

  return {
    note,
    flush,
    async close() {
      clearInterval(timer)
      await flush()
    },
  }
}
