import type { BaseLogger } from 'pino'
import { isDatabaseAway } from '../../errors.ts'
import { followOrder } from '../follow/follow-order.ts'
import type { FollowContext } from '../orders-context.ts'
import { findSubscription } from '../subscriptions/find-subscription.ts'
import { followSubscription } from '../subscriptions/follow-subscription.ts'
import { type ClaimedEvent, claimEvents, markFailed, markProcessed } from './event-queue.ts'
import { findOrder } from './find-order.ts'

export interface EventWorker {
  /** Begins to look for due events, at once and then again and again. */
  start(): void
  /** Looks into what is due and returns how many were processed; rejects when the database is away. */
  runOnce(): Promise<number>
  /** Ends the looking, and waits for what is under way. */
  stop(): Promise<void>
}

const atOnce = 5

/**
 * Follows the orders and subscriptions that webhooks are about. Any number of workers may share one database; what one of them leaves
 * half-done is done again.
 */
export function createEventWorker(options: {
  ctx: FollowContext
  logger: Pick<BaseLogger, 'warn' | 'error'>
  intervalMs?: number
}): EventWorker {
  const { ctx, logger, intervalMs = 1000 } = options
  let underWay: Promise<number> | null = null
  let timer: NodeJS.Timeout | undefined
  let stopped = false
  let wasAway = false

  async function follow(objectId: string): Promise<void> {
    const subscriptionId = await findSubscription(ctx, objectId)
    if (subscriptionId !== null) await followSubscription(ctx, subscriptionId)
    if (subscriptionId !== null || objectId.startsWith('sub_')) return
    const orderId = await findOrder(ctx, objectId)
    if (orderId !== null) await followOrder(ctx, orderId)
  }

  async function look(claimed: ClaimedEvent): Promise<number> {
    try {
      await follow(claimed.objectId)
      await markProcessed(ctx.db, claimed)
      return 1
    } catch (error) {
      if (isDatabaseAway(error)) throw error
      const reason = error instanceof Error ? error.message : 'unknown'
      const isLast = await markFailed(ctx.db, claimed, reason)
      const level = isLast ? 'error' : 'warn'
      logger[level]({ err: error, event: claimed.id }, 'what Stripe told could not be looked into')
      return 0
    }
  }

  async function work(): Promise<number> {
    let done = 0
    while (!stopped) {
      const claimed = await claimEvents(ctx.db, { limit: atOnce })
      if (claimed.length === 0) break
      for (const event of claimed) done += await look(event)
    }
    return done
  }

  function runOnce(): Promise<number> {
    underWay ??= work().finally(() => {
      underWay = null
    })
    return underWay
  }

  async function round(): Promise<void> {
    try {
      await runOnce()
      wasAway = false
    } catch (error) {
      if (!wasAway) logger.warn({ err: error }, 'what Stripe told cannot be read now')
      wasAway = true
    }
    if (stopped) return
    timer = setTimeout(round, intervalMs)
    timer.unref()
  }

  return {
    start: () => void round(),
    runOnce,
    async stop() {
      stopped = true
      clearTimeout(timer)
      // What failed is in the table, and done again when its lease has ended.
      await underWay?.catch(() => {})
    },
  }
}
