import type { PGlite } from '@electric-sql/pglite'
import { sql } from 'drizzle-orm'
import postgres from 'postgres'
import type { Database } from './database.ts'

/** Hears what `notify` tells, on every replica. */
export interface Listener {
  /**
   * Calls `onPayload` for each notification on the channel. `onReady` is called once it listens and again after
   * each lost connection: what was told in between is lost, so that a listener with a copy of anything reads it anew.
   * `onOwn` is called as well where another call could come between a commit of this process and its notification:
   * before the commit, with what will be told. Resolves with what ends all this.
   */
  listen(channel: string, handlers: ListenHandlers): Promise<() => void>
  close(): Promise<void>
}

export interface ListenHandlers {
  onPayload(payload: string): void
  onReady?(): void
  onOwn?(payload: string): void
}

/** A listener whose process says what its own connections heard from the database, beside their answers. */
export interface PostgresListener extends Listener {
  /** Hears of a message such as `gatehouse_callers ["..."]`, with which a trigger tells those who set it off. */
  noteMessage(message: string): void
}

/** Tells every replica, as soon as the transaction of `db` commits; `payload` has 7,000 bytes at most. */
export async function notify(db: Database, channel: string, payload: string): Promise<void> {
  await db.execute(sql`select pg_notify(${channel}, ${payload})`)
}

/** Listens on a connection of its own that is made again by itself when it drops. */
export function createPostgresListener(databaseUrl: string): PostgresListener {
  const own = new Map<string, (payload: string) => void>()
  const client = postgres(databaseUrl, {
    max: 1,
    idle_timeout: 0,
    connect_timeout: 3,
    // Seconds: a listener that is away must be back long before anybody waits for it.
    backoff: () => 0.25,
    onnotice: () => {},
    connection: { application_name: 'gatehouse listener' },
  })
  return {
    listen: async (channel, { onPayload, onOwn, onReady = () => {} }) => {
      if (onOwn) own.set(channel, onOwn)
      const { unlisten } = await client.listen(channel, onPayload, onReady)
      return () => {
        if (onOwn && own.get(channel) === onOwn) own.delete(channel)
        // A connection that is away hears nothing more either.
        unlisten().catch(() => {})
      }
    },
    noteMessage(message) {
      const [channel = ''] = message.split(' ', 1)
      own.get(channel)?.(message.slice(channel.length + 1))
    },
    close: () => client.end({ timeout: 2 }),
  }
}

/** The embedded database has one process only, which hears itself. */
export function createEmbeddedListener(client: PGlite): Listener {
  const stops = new Set<() => Promise<void>>()
  return {
    listen: async (channel, { onPayload, onReady = () => {} }) => {
      const stop = await client.listen(channel, onPayload)
      stops.add(stop)
      onReady()
      return () => {
        // What waits for a database that is closed meanwhile is of no use any more.
        if (stops.delete(stop)) stop().catch(() => {})
      }
    },
    close: async () => {
      for (const stop of stops) await stop()
    },
  }
}
