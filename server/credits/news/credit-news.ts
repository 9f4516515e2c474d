import type { Database } from '../../database/database.ts'
import { tellConsole } from '../../live/live-news.ts'
import { tellCredits } from './tell-credits.ts'

export interface CreditNews {
  /** Notes that what an owner has has changed, or will once a transaction commits. */
  note(ownerId: string): void
  /** Tells what is noted, and nothing after that. */
  close(): Promise<void>
}

/**
 * Tells whose credits have changed, of all calls of a process together and at most each `everyMs`: a message in the
 * transaction of each spend would make their commits wait for each other. What could not be told is told the next time.
 */
export function createCreditNews({ db, everyMs = 1000 }: { db: Database; everyMs?: number }): CreditNews {
  let changed = new Set<string>()
  let telling = Promise.resolve()

  async function tell() {
    if (changed.size === 0) return
    const owners = [...changed]
    changed = new Set()
    try {
      await tellCredits(db, owners)
      await tellConsole(db, 'credits')
    } catch {
      for (const owner of owners) changed.add(owner)
    }
  }

  const timer = setInterval(() => {
    telling = telling.then(tell)
  }, everyMs)
  timer.unref()

  return {
    note: (ownerId) => void changed.add(ownerId),
    async close() {
      clearInterval(timer)
      await telling
      await tell()
    },
  }
}
