import type { Logger } from 'pino'
import { pruneAudit } from './audit/prune-audit.ts'
import { sweepLockouts } from './auth/lockout/sweep-lockouts.ts'
import { renewSecrets } from './auth/secrets/renew-secrets.ts'
import { sweepAuth } from './auth/sweep-auth.ts'
import type { Config } from './config.ts'
import type { CreditQueue } from './credits/credit-queue.ts'
import { sweepDueBalances, sweepHolds } from './credits/sweep-credits.ts'
import { verifyCredits } from './credits/verify-credits.ts'
import type { Database } from './database/database.ts'
import { sweepIdempotentCalls } from './idempotency/idempotent-calls.ts'
import { sweepKeys } from './keys/sweep-keys.ts'
import { sweepCounters } from './limits/counters/sweep-counters.ts'
import { sweepDecisions } from './limits/record/sweep-decisions.ts'
import { deleteOldMails } from './mail/outbox.ts'
import type { FollowContext } from './orders/orders-context.ts'
import { sweepSubscriptions } from './orders/subscriptions/sweep-subscriptions.ts'
import { sweepOrders } from './orders/sweep-orders.ts'
import { deleteOldEvents } from './orders/webhook/event-queue.ts'
import { type AuditSigner, createSystemContext, type ProductHooks } from './service-context.ts'
import { readSetting } from './settings/read-settings.ts'
import { sweepTokenKeys } from './tokens/token-keys.ts'
import { sweepDeletedUsers } from './users/sweep-deleted-users.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs
const vacuumMs = 10 * minuteMs
const holdsMs = 10_000

/**
 * Removes each minute what has had its time, and asks about orders and subscriptions; gives back each 10 seconds what
 * calls held that ended without a word; makes room in the embedded database each 10 minutes; and looks each day at the
 * ledgers that changed, an hour after the start for the first time. Replicas may run it side by side; `stop` waits for what
 * is under way.
 */
export function createSweeper(options: {
  db: Database
  audit: AuditSigner
  credits: CreditQueue
  product: ProductHooks
  config: Pick<Config, 'secrets' | 'signUp'>
  /** What follows orders; null where nothing can be bought. */
  orders: FollowContext | null
  /** What Postgres does by itself; null on Postgres. */
  vacuum: (() => Promise<void>) | null
  logger: Logger
}) {
  const { db, audit, credits, product, config, orders, vacuum, logger } = options
  const contextNow = () => ({
    ...createSystemContext({ db, audit, product, device: 'sweep' }),
    credits,
  })
  let verifiedAt = Date.now() - dayMs

  async function sweep() {
    await sweepAuth(db)
    await sweepKeys(db)
    await sweepIdempotentCalls(db)
    await sweepLockouts(db)
    await renewSecrets(db, config.secrets)
    await sweepTokenKeys({ db, secrets: config.secrets, now: new Date() })
    await sweepCounters(db)
    await sweepDecisions(db)
    await deleteOldMails(db)
    await deleteOldEvents(db)
    await sweepDeletedUsers(contextNow())
    await sweepDueBalances(contextNow())
    await product.sweep(contextNow(), (sweep, error) =>
      logger.warn({ err: error, sweep }, 'a sweep of the product failed and will be tried again'),
    )
    // Last, since it refuses a log that somebody damaged, round after round.
    await pruneAudit(contextNow(), await readSetting(db, config, 'auditRetentionDays'))
  }

  async function verify() {
    const since = new Date(verifiedAt - minuteMs)
    verifiedAt = Date.now()
    const { problem } = await verifyCredits({ db }, { since })
    if (problem) logger.error({ problem }, 'a ledger of credits does not add up')
  }

  const failed = (error: unknown) => logger.warn({ err: error }, 'the sweep failed and will be tried again')
  const rounds = [
    repeat(sweep, minuteMs, failed),
    repeat(() => sweepHolds(contextNow()), holdsMs, failed),
    repeat(verify, dayMs, failed, hourMs),
    ...(vacuum ? [repeat(vacuum, vacuumMs, failed)] : []),
    // Apart, since it waits for Stripe.
    ...(orders
      ? [
          repeat(() => sweepOrders(orders), minuteMs, failed),
          repeat(() => sweepSubscriptions(orders), minuteMs, failed),
        ]
      : []),
  ]
  return {
    start() {
      for (const { start } of rounds) start()
    },
    async stop() {
      await Promise.all(rounds.map(({ stop }) => stop()))
    },
  }
}

/** Runs something again and again, so long after it ended; one that fails is told and tried again. */
function repeat(
  run: () => Promise<unknown>,
  intervalMs: number,
  onFailure: (error: unknown) => void,
  firstMs = intervalMs,
) {
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> = Promise.resolve()
  let stopped = false
  const start = (delayMs = firstMs) => {
    timer = setTimeout(() => {
      running = run()
        .catch(onFailure)
        .then(() => {
          if (!stopped) start(intervalMs)
        })
    }, delayMs)
    timer.unref()
  }
  return {
    start,
    async stop() {
      stopped = true
      clearTimeout(timer)
      await running
    },
  }
}
