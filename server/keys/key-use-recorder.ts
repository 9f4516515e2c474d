import { sql } from 'drizzle-orm'
import type { Database } from '../database/database.ts'

export interface KeyUseRecorder {
  /** Notes that a key was used; it is written with the others of the next five seconds. */
  note(key: { id: string }): void
  /** Writes what waits. What cannot be written waits for the next time. */
  flush(): Promise<void>
  /** Writes what waits and stops. */
  close(): Promise<void>
}

const flushMs = 5000
const minuteMs = 60_000
const maxWaiting = 20_000

/** Keeps note of which keys are in use, and writes it every five seconds and to the minute: no call costs a write. */
export function createKeyUseRecorder(options: {
  db: Database
  /** Hears of each time that it could not be written. */
  onError?: (error: unknown) => void
  /** Milliseconds, of a clock that never goes back. */
  now?: () => number
}): KeyUseRecorder {
  const { db, onError = () => {}, now = () => performance.now() } = options
  // When each key was used; of those that were written, it is noted again a minute later.
  const waiting = new Map<string, number>()
  const written = new Map<string, number>()
  let running: Promise<void> = Promise.resolve()
  const timer = setInterval(flush, flushMs)
  timer.unref()

  function flush(): Promise<void> {
    running = running.then(write).catch(onError)
    return running
  }

  async function write() {
    for (const [id, at] of written) if (now() - at >= minuteMs) written.delete(id)
    const batch = [...waiting]
    if (batch.length === 0) return
    await writeUse(db, batch, now())
    for (const [id, at] of batch) {
      written.set(id, at)
      if (waiting.get(id) === at) waiting.delete(id)
    }
  }

  return {
    note({ id }) {
      if (written.has(id) || (!waiting.has(id) && waiting.size >= maxWaiting)) return
      waiting.set(id, now())
    },
    flush,
    async close() {
      clearInterval(timer)
      await flush()
    },
  }
}

// It waits for nobody: what an act holds at the moment is written a minute later.
async function writeUse(db: Database, used: [string, number][], nowMs: number): Promise<void> {
  const ids = sql.param(used.map(([id]) => id))
  const ages = sql.param(used.map(([, at]) => nowMs - at))
  await db.execute(sql`
    with used as materialized (
      select u.id, statement_timestamp() - make_interval(secs => u.age_ms / 1000) as at
      from unnest(${ids}::text[], ${ages}::float8[]) u(id, age_ms)
    ), keys as materialized (
      select id from api_key where id in (select id from used) order by id for no key update skip locked
    )
    update api_key k set last_used_at = greatest(k.last_used_at, used.at)
    from keys join used on used.id = keys.id
    where k.id = keys.id and (k.last_used_at is null or k.last_used_at <= used.at - interval '1 minute')
  `)
}
