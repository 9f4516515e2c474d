import type { Logger } from 'pino'
import { sweepAuth } from './auth/sweep-auth.ts'
import { sweepLockouts } from './auth/sweep-lockouts.ts'
import type { Database } from './database/database.ts'
import { sweepCounters } from './limits/sweep-counters.ts'
import { sweepDecisions } from './limits/sweep-decisions.ts'
import { deleteOldMails } from './mail/outbox.ts'

const intervalMs = 60_000

/** Removes each minute what has had its time. Replicas may run it side by side; `stop` waits for the round under way. */
export function createSweeper({ db, logger }: { db: Database; logger: Logger }) {
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> = Promise.resolve()
  let stopped = false

  async function run() {
    try {
      await sweepAuth(db)
      await sweepLockouts(db)
      await sweepCounters(db)
      await sweepDecisions(db)
      await deleteOldMails(db)
    } catch (error) {
      logger.warn({ err: error }, 'the sweep failed and will be tried again')
    }
    if (!stopped) schedule()
  }
  function schedule() {
    timer = setTimeout(() => {
      running = run()
    }, intervalMs)
    timer.unref()
  }

  return {
    start: schedule,
    async stop() {
      stopped = true
      clearTimeout(timer)
      await running
    },
  }
}
