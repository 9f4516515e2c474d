import { LRUCache } from 'lru-cache'
import type { Database } from '../../database/database.ts'
import type { Listener } from '../../database/listen.ts'
import { proveChannel } from '../../database/proven-channel.ts'
import { createRecentChanges } from '../../database/recent-changes.ts'
import type { FindSession, FoundSession } from './find-session.ts'

export interface SessionCache {
  /**
   * The session with this token; null without one. When it may be `cached` it is as it was a second ago or later, else as
   * its row is now. Rejects with the driver's error.
   */
  find(token: string, options: { cached: boolean }): Promise<FoundSession | null>
  close(): void
}

const maxEntries = 10_000
const lifetimeMs = 60_000

/**
 * Sessions in memory, for as long as the process knows that it hears what changes them. The triggers `session_change` and
 * `user_change` tell it, whoever makes the change. A row whose look-up began before a change counts for none after it.
 */
export async function createSessionCache(options: {
  db: Database
  listener: Listener
  findSession: FindSession
  maxEntries?: number
  lifetimeMs?: number
  /** Milliseconds, of a clock that never goes back. */
  now?: () => number
}): Promise<SessionCache> {
  const { db, listener, findSession, now } = options
  const changes = createRecentChanges({ now })
  const entries = new LRUCache<string, Entry>({
    max: options.maxEntries ?? maxEntries,
    ttl: options.lifetimeMs ?? lifetimeMs,
  })
  const asking = new Map<string, Asking>()
  const channel = await proveChannel({
    db,
    listener,
    channel: 'gatehouse_callers',
    onPayload: (payload) => changes.note(parseUsers(payload)),
    onOwn: (payload) => changes.expect(parseUsers(payload)),
    onGap: () => changes.note(null),
    now,
  })

  function ask(token: string): Promise<FoundSession | null> {
    const began = changes.now()
    const found = findSession(token).finally(() => {
      if (asking.get(token)?.found === found) asking.delete(token)
    })
    asking.set(token, { found, began })
    return found.then((row) => {
      if (row) entries.set(token, { row, began })
      else entries.delete(token)
      return row
    })
  }

  return {
    async find(token, { cached }) {
      if (!cached || !channel.isProven()) return ask(token)
      const entry = entries.get(token)
      if (entry && !changes.since(entry.began, usersOf(entry.row))) return entry.row
      // Of many calls with one cookie the first asks for all, unless something has changed since, or is about to.
      const under = asking.get(token)
      return under && !changes.since(under.began, null) ? under.found : ask(token)
    },
    close: channel.close,
  }
}

/** A row, and after how many changes its look-up began. */
interface Entry {
  row: FoundSession
  began: number
}

interface Asking {
  found: Promise<FoundSession | null>
  began: number
}

const usersOf = ({ user, session }: FoundSession) =>
  session.impersonatedBy ? [user.id, session.impersonatedBy] : [user.id]

// Null stands for everybody, and so does what another version may say.
function parseUsers(payload: string): string[] | null {
  try {
    const users: unknown = JSON.parse(payload)
    return Array.isArray(users) ? users.map(String) : null
  } catch {
    return null
  }
}
