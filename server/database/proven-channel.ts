import { AsyncLocalStorage } from 'node:async_hooks'
import { randomUUID } from 'node:crypto'
import type { Database } from './database.ts'
import { type Listener, notify } from './listen.ts'

/** A channel of which the process knows whether it hears what is told there. */
export interface ProvenChannel {
  /** Whether everything that was told until a second ago has been heard. */
  isProven(): boolean
  close(): void
}

export interface ProvenChannelOptions {
  db: Database
  listener: Listener
  channel: string
  onPayload(payload: string): void
  /** Hears of what a transaction of this process will tell if it commits. */
  onOwn?(payload: string): void
  /** Something may have been told that was not heard. */
  onGap(): void
  /** Milliseconds, of a clock that never goes back. */
  now?: () => number
}

// From the sending of one heartbeat to the end of what it proves there is room for a second one that is late.
const everyMs = 400
const provenMs = 900
// Nobody needs a proof, or a busy disk, while nobody calls.
const idleMs = 10_000

/**
 * Listens on the channel, and to heartbeats of its own there: the database delivers in order, so one that comes back
 * proves that all was heard that was told before it was sent. So a connection that is cut, half open or led through a
 * pooler that delivers nothing is found out within a second, whatever became of it.
 */
export async function proveChannel(options: ProvenChannelOptions): Promise<ProvenChannel> {
  const { db, listener, channel, onPayload, onOwn, onGap, now = () => performance.now() } = options
  // A heartbeat belongs to nobody's call: it must not join the transaction of one.
  const detached = AsyncLocalStorage.snapshot()
  const own = `beat ${randomUUID()} `
  let provenUntil = Number.NEGATIVE_INFINITY
  let askedAt = Number.NEGATIVE_INFINITY
  let sending = false
  const isProven = () => now() < provenUntil
  const isIdle = () => now() - askedAt > idleMs

  async function beat() {
    if (sending || isIdle()) return
    sending = true
    // A failure needs no word: what cannot be told is not heard.
    await notify(db, channel, `${own}${now()}`).catch(() => {})
    sending = false
  }

  const stopListening = await listener.listen(channel, {
    onPayload(payload) {
      if (!payload.startsWith('beat ')) return onPayload(payload)
      if (!payload.startsWith(own)) return
      if (!isProven()) onGap()
      provenUntil = Math.max(provenUntil, Number(payload.slice(own.length)) + provenMs)
    },
    onOwn,
    onReady: onGap,
  })
  const timer = setInterval(() => detached(beat), everyMs)
  timer.unref()

  return {
    isProven() {
      const wasIdle = isIdle()
      askedAt = now()
      if (wasIdle) void detached(beat)
      return isProven()
    },
    close() {
      stopListening()
      clearInterval(timer)
      provenUntil = askedAt = Number.NEGATIVE_INFINITY
    },
  }
}
