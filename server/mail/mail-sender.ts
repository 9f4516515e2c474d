import type { BaseLogger } from 'pino'
import type { Database } from '../database/database.ts'
import { describeFailure } from './failure-text.ts'
import { type ClaimedMail, claimMails, giveUp, markFailed, markSent } from './mail-queue.ts'
import type { MailTransport } from './smtp-transport.ts'

export interface MailSenderOptions {
  db: Database
  transport: MailTransport
  from: string
  logger: Pick<BaseLogger, 'warn' | 'error'>
  /** How long one mail may take, whatever the mail server does. */
  sendTimeoutMs: number
  /** Ends what is being sent. */
  signal: AbortSignal
}

const batchSize = 5
// The links in an older mail are dead: it must not leave when a mail server is configured days later.
const longestWaitMs = 24 * 3_600_000

/**
 * Sends due mails as long as `goesOn` says so, and returns how many went out; rejects when the database is away. It
 * remembers what it could not note, so that a process needs one of them, and no two calls at once.
 */
export function createMailSender(options: MailSenderOptions) {
  const { db, transport, from, logger, sendTimeoutMs } = options
  const leaseMs = sendTimeoutMs + 60_000
  /** Sent, but not yet noted as such: noted before anything else is sent. */
  const unnoted = new Set<string>()
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
    const signal = AbortSignal.any([options.signal, AbortSignal.timeout(sendTimeoutMs)])
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

  return async function sendDue(goesOn: () => boolean): Promise<number> {
    for (const id of unnoted) await noteSent(id)
    let sent = 0
    while (goesOn()) {
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
}
