import type { BaseLogger } from 'pino'
import type { Database } from '../database/database.ts'
import { describeFailure } from './failure-text.ts'
import { createMailSender } from './mail-sender.ts'
import type { MailTransport } from './smtp-transport.ts'

export interface MailWorker {
  /** Begins to look for due mails, at once and then again and again; does nothing when already begun. */
  start(): void
  /** Sends what is due and returns how many mails went out; rejects when the database is away. */
  runOnce(): Promise<number>
  /** Ends the looking and waits for what is being sent, for five seconds at most. */
  stop(): Promise<void>
}

const stopWaitMs = 5000

/**
 * Sends the outbox of `db` through `transport`, which its owner closes. Any number of workers may share one
 * database. A mail leaves once, except when the process dies, or loses the database for longer than
 * the lease, between the mail server's answer and the note of it.
 */
export function createMailWorker(options: {
  db: Database
  transport: MailTransport
  from: string
  logger: Pick<BaseLogger, 'info' | 'warn' | 'error'>
  intervalMs?: number
  /** How long one mail may take, whatever the mail server does. */
  sendTimeoutMs?: number
}): MailWorker {
  const { db, transport, from, logger, intervalMs = 1000, sendTimeoutMs = 60_000 } = options
  const stopping = new AbortController()
  const sendDue = createMailSender({ db, transport, from, logger, sendTimeoutMs, signal: stopping.signal })
  let underWay: Promise<number> | null = null
  let timer: NodeJS.Timeout | undefined
  let state: 'new' | 'started' | 'stopped' = 'new'
  let databaseAway = false

  function runOnce() {
    underWay ??= sendDue(() => state !== 'stopped').finally(() => {
      underWay = null
    })
    return underWay
  }

  async function look() {
    try {
      await runOnce()
      if (databaseAway) logger.info('The outbox can be read again.')
      databaseAway = false
    } catch (error) {
      if (!databaseAway) logger.warn({ reason: describeFailure(error) }, 'The outbox cannot be read now.')
      databaseAway = true
    }
    if (state === 'started') timer = setTimeout(look, intervalMs)
  }

  return {
    start() {
      if (state !== 'new') return
      state = 'started'
      void look()
    },
    runOnce,
    async stop() {
      state = 'stopped'
      clearTimeout(timer)
      const impatience = setTimeout(() => stopping.abort(), stopWaitMs)
      // What failed is in the table or will be sent again when its lease has ended.
      await underWay?.catch(() => {})
      clearTimeout(impatience)
    },
  }
}
