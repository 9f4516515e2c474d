import type { LiveEvent } from '#shared/live.ts'
import type { StreamApi } from '../api/stream-api.ts'

const name = 'gatehouse-live'
const reopenAfterMs = 5000
// Newer streams of the same account took this one's place, so it does not fight for it.
const reopenReplacedAfterMs = 60_000

/** Whether news arrive; while they do not, pages ask for themselves now and then. */
export type LiveState = 'opening' | 'open' | 'away'

/** What tabs tell each other: the news, how the stream is, and the question of a new tab how it is. */
type TabMessage = { event: LiveEvent } | { state: LiveState } | 'how is it?'

interface LiveOptions {
  api: Pick<StreamApi, 'live'>
  /** Hears what the server says, in every tab. */
  onEvent: (event: LiveEvent) => void
  onState: (state: LiveState) => void
}

/**
 * Hears the server's news over one stream a browser: the tab that holds a lock opens it and passes on what comes; when
 * that tab closes, the next one gets the lock. Returns how to stop. Browsers give locks to pages over https and on
 * localhost only; elsewhere there is no stream, and pages ask for themselves.
 */
export function startLive({ api, onEvent, onState }: LiveOptions): () => void {
  if (!navigator.locks) {
    onState('away')
    return () => {}
  }
  const stopping = new AbortController()
  const { signal } = stopping
  const channel = new BroadcastChannel(name)
  let ownState: LiveState | null = null
  channel.onmessage = ({ data }: MessageEvent<TabMessage>) => {
    if (data === 'how is it?') {
      if (ownState) channel.postMessage({ state: ownState } satisfies TabMessage)
    } else if ('state' in data) onState(data.state)
    else onEvent(data.event)
  }
  channel.postMessage('how is it?' satisfies TabMessage)
  signal.addEventListener('abort', () => channel.close())
  const leader: Leader = {
    api,
    signal,
    say(event) {
      if (signal.aborted) return
      channel.postMessage({ event } satisfies TabMessage)
      onEvent(event)
    },
    setState(state) {
      if (signal.aborted || state === ownState) return
      ownState = state
      channel.postMessage({ state } satisfies TabMessage)
      onState(state)
    },
  }
  navigator.locks.request(name, { signal }, () => keepOpen(leader)).catch(() => {})
  return () => stopping.abort()
}

/** The tab that has the stream. */
interface Leader {
  api: LiveOptions['api']
  signal: AbortSignal
  say(event: LiveEvent): void
  setState(state: LiveState): void
}

// Until the tab stops, or there is no session any more: then the page leaves.
async function keepOpen(leader: Leader) {
  while (!leader.signal.aborted) {
    const end = await hear(leader)
    if (end === 'signed-out') return
    leader.setState('away')
    await pause(end === 'replaced' ? reopenReplacedAfterMs : reopenAfterMs, leader.signal)
  }
}

type End = Extract<LiveEvent, { kind: 'ended' }>['reason'] | null

/** One stream to its end, and why it ended; a connection that breaks is made anew by the link itself. */
function hear({ api, signal, say, setState }: Leader): Promise<End> {
  return new Promise((resolve) => {
    let end: End = null
    const finish = () => resolve(end)
    const stream = api.live.stream.subscribe(undefined, {
      onData: (event) => {
        if (event.kind === 'ended') end = event.reason
        else setState('open')
        say(event)
      },
      onConnectionStateChange: ({ state, error }) => {
        if (state === 'connecting' && error) setState('away')
      },
      onError: finish,
      onComplete: finish,
    })
    signal.addEventListener('abort', () => {
      stream.unsubscribe()
      finish()
    })
  })
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms)
    signal.addEventListener('abort', () => resolve(), { once: true })
  })
}
