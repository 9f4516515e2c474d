import type { BaseLogger } from 'pino'
import type { Database } from '../database/database.ts'
import { describeFailure } from './failure-text.ts'
import { type ClaimedMail, claimMails, giveUp, markFailed, markSent } from './mail-queue.ts'
import type { MailTransport } from './smtp-transport.ts'

export interface MailWorker {
  /** Begins to look for due mails, at once and then again and again; does nothing when already begun. */
  start(): void
  /** Sends what is due and returns how many mails went out; rejects when the database is away. */
  runOnce(): Promise<number>
  /** Ends the looking and waits for what is being sent, for five seconds at most. */
  stop(): Promise<void>
}

const batchSize = 5
const stopWaitMs = 5000
// The links in an older mail are dead: it must not leave when a mail server is configured days later.
const longestWaitMs = 24 * 3_600_000

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
  const leaseMs = sendTimeoutMs + 60_000
  const stopping = new AbortController()
  /** Sent, but not yet noted as such: noted before anything else is sent. */
  const unnoted = new Set<string>()
  let underWay: Promise<number> | null = null
  let timer: NodeJS.Timeout | undefined
  let state: 'new' | 'started' | 'stopped' = 'new'
  let databaseAway = false
  let serverFails = false

  async function noteSent(id: string) {
    unnoted.add(id)
    await markSent(db, id)
    unnoted.delete(id)
  }

  async function noteFailed(mail: ClaimedMail, error: unknown) {
    const reason = describeFailure(error)
    const wasLast = await markFailed(db, mail, reason)
    if (wasLast) logger.error({ mailId: mail.id, reason }, 'A mail could not be sent and was given up.')
    else if (!serverFails) logger.warn({ mailId: mail.id, reason }, 'A mail could not be sent yet.')
    serverFails = true
  }

  async function send(mail: ClaimedMail): Promise<boolean> {
    if (Date.now() - mail.createdAt.getTime() > longestWaitMs) {
      await giveUp(db, mail, 'Too old to be sent.')
      return false
    }
    const { id, recipient: to, subject, text, html } = mail
    const signal = AbortSignal.any([stopping.signal, AbortSignal.timeout(sendTimeoutMs)])
    try {
      await transport.send({ id, from, to, subject, text: text ?? '', html: html ?? '' }, signal)
    } catch (error) {
      await noteFailed(mail, error)
      return false
    }
    serverFails = false
    await noteSent(id)
    return true
  }

  async function sendDue(): Promise<number> {
    for (const id of unnoted) await noteSent(id)
    let sent = 0
    while (state !== 'stopped') {
      const claimed = await claimMails(db, { limit: batchSize, leaseMs })
      if (claimed.length === 0) break
      // Each to its end, so that none goes on unseen after this function has thrown.
      const results = await Promise.allSettled(claimed.map(send))
      for (const result of results) {
        if (result.status === 'rejected') throw result.reason
        if (result.value) sent += 1
      }
    }
    return sent
  }

  function runOnce() {
    underWay ??= sendDue().finally(() => {
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
