import type { Database } from '../../database/database.ts'
import { type Listener, notify } from '../../database/listen.ts'

/** What a replica tells the others about limits. */
export type LimitsNews =
  /** Overrides or policies were changed. */
  | { kind: 'rules' }
  /** Counters were changed by hand: these, or null for all. */
  | { kind: 'counters'; keys: readonly string[] | null }

const channel = 'gatehouse_limits'
const maxBytes = 7000

/** Tells every replica, this one too, once the transaction of `tx` commits. */
export async function tellLimitsNews(tx: Database, news: LimitsNews): Promise<void> {
  const payload = JSON.stringify(news)
  const fits = Buffer.byteLength(payload) <= maxBytes
  await notify(tx, channel, fits ? payload : JSON.stringify({ kind: 'counters', keys: null }))
}

/** Hears the news, until what it resolves with is called; `onReady` whenever some may have been missed. */
export async function hearLimitsNews(
  listener: Listener,
  handlers: { onNews(news: LimitsNews): void; onReady(): void },
): Promise<() => void> {
  return listener.listen(channel, {
    onPayload: (payload) => handlers.onNews(parseNews(payload)),
    onReady: handlers.onReady,
  })
}

// A replica of another version may say what this one does not know: then everything is read anew.
function parseNews(payload: string): LimitsNews {
  try {
    const news: unknown = JSON.parse(payload)
    if (typeof news !== 'object' || news === null || !('kind' in news) || news.kind !== 'counters')
      return { kind: 'rules' }
    const keys = 'keys' in news && Array.isArray(news.keys) ? news.keys.map(String) : null
    return { kind: 'counters', keys }
  } catch {
    return { kind: 'rules' }
  }
}
