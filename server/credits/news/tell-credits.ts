import type { Database } from '../../database/database.ts'
import { tellLive } from '../../live/live-news.ts'

// So many ids of 64 characters are a message that Postgres takes.
const atOnce = 100

/** Tells owners that what they have has changed, once the transaction of `tx` commits. */
export async function tellCredits(tx: Database, ownerIds: readonly string[]): Promise<void> {
  for (let first = 0; first < ownerIds.length; first += atOnce)
    await tellLive(tx, {
      to: { userIds: ownerIds.slice(first, first + atOnce) },
      news: { kind: 'credits' },
    })
}
