import type { Logger } from 'pino'
import { pruneAudit } from './audit/prune-audit.ts'
import { sweepLockouts } from './auth/lockout/sweep-lockouts.ts'
import { renewSecrets } from './auth/secrets/renew-secrets.ts'
import { sweepAuth } from './auth/sweep-auth.ts'
import type { Config } from './config.ts'
import type { Database } from './database/database.ts'
import { sweepCounters } from './limits/counters/sweep-counters.ts'
import { sweepDecisions } from './limits/record/sweep-decisions.ts'
import { deleteOldMails } from './mail/outbox.ts'
import { type AuditSigner, createSystemContext } from './service-context.ts'
import { readSetting } from './settings/read-settings.ts'
import { sweepDeletedUsers } from './users/acts/sweep-deleted-users.ts'

const intervalMs = 60_000

/** Removes each minute what has had its time. Replicas may run it side by side; `stop` waits for the round under way. */
export function createSweeper(options: {
  db: Database
  audit: AuditSigner
  config: Pick<Config, 'secrets' | 'signUp'>
  logger: Logger
}) {
  const { db, audit, config, logger } = options
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> = Promise.resolve()
  let stopped = false

  async function run() {
    try {
      await sweepAuth(db)
      await sweepLockouts(db)
      await renewSecrets(db, config.secrets)
      await sweepCounters(db)
      await sweepDecisions(db)
      await deleteOldMails(db)
      await sweepDeletedUsers(createSystemContext({ db, audit, device: 'sweep' }))
      // Last, since it refuses a log that somebody damaged, round after round.
      await pruneAudit(
        createSystemContext({ db, audit, device: 'sweep' }),
        await readSetting(db, config, 'auditRetentionDays'),
      )
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
