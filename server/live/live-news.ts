import { z } from 'zod'
import { liveAudienceSchema, liveNewsSchema } from '#shared/live.ts'
import { type ConsoleTopic, consoleTopics } from '#shared/live-topics.ts'
import type { Database } from '../database/database.ts'
import { type Listener, notify } from '../database/listen.ts'

const messageSchema = z.object({ to: liveAudienceSchema, news: liveNewsSchema })
/** News for open streams, and who of their users hears it. */
export type LiveMessage = z.infer<typeof messageSchema>

const channel = 'gatehouse_live'

/** Tells the open streams of every replica, once the transaction of `tx` commits. */
export async function tellLive(tx: Database, message: LiveMessage): Promise<void> {
  await notify(tx, channel, JSON.stringify(message))
}

/** Tells everybody who may read a topic that what the console shows of it has changed. */
export async function tellConsole(tx: Database, topic: ConsoleTopic): Promise<void> {
  await tellLive(tx, { to: { permission: consoleTopics[topic] }, news: { kind: topic } })
}

/** Hears the news, until what it resolves with is called; `onReady` whenever some may have been missed. */
export async function hearLive(
  listener: Listener,
  handlers: { onMessage(message: LiveMessage): void; onReady(): void },
): Promise<() => void> {
  return listener.listen(channel, {
    onPayload: (payload) => {
      const message = parseMessage(payload)
      if (message) handlers.onMessage(message)
    },
    onReady: handlers.onReady,
  })
}

// A replica of another version may tell what this one's pages do not know either.
function parseMessage(payload: string): LiveMessage | null {
  try {
    return messageSchema.parse(JSON.parse(payload))
  } catch {
    return null
  }
}
