import type { LiveEnd, LiveEvent } from '#shared/live.ts'
import type { Role } from '#shared/roles/roles.ts'

/** Whose stream it is, as they were when it was opened. */
export interface LiveViewer {
  sessionId: string
  userId: string
  role: Role
}

export interface LiveStream {
  readonly viewer: LiveViewer
  /** What is said, in order; to be read once. It throws an AbortError when the stream was dropped. */
  readonly events: AsyncGenerator<LiveEvent, void>
  say(event: LiveEvent): void
  /** Says why, and says nothing more. */
  end(reason: LiveEnd): void
  /** Breaks off without a word, so that the browser opens another by itself. */
  drop(): void
}

// Who reads so slowly that this many wait has to begin anew, at `ready`.
const maxWaiting = 100

/** A stream that begins with `ready`; `onClose` is called once nothing more will be said, for whatever reason. */
export function createLiveStream(viewer: LiveViewer, onClose: (stream: LiveStream) => void): LiveStream {
  const waiting: LiveEvent[] = [{ kind: 'ready' }]
  let state: 'open' | 'ended' | 'dropped' = 'open'
  let wake = () => {}

  const nextWake = () =>
    new Promise<void>((resolve) => {
      wake = resolve
    })

  function close(next: 'ended' | 'dropped') {
    if (state !== 'open') return
    state = next
    onClose(stream)
    wake()
  }

  async function* read(): AsyncGenerator<LiveEvent, void> {
    try {
      for (;;) {
        // On an abort tRPC closes the connection without an end, and browsers then reconnect by themselves.
        if (state === 'dropped') throw new DOMException('The stream was dropped.', 'AbortError')
        const event = waiting.shift()
        if (event) yield event
        else if (state === 'ended') return
        else await nextWake()
      }
    } finally {
      close('dropped')
    }
  }

  const stream: LiveStream = {
    viewer,
    events: read(),
    say(event) {
      if (state !== 'open') return
      if (waiting.push(event) > maxWaiting) close('dropped')
      wake()
    },
    end(reason) {
      this.say({ kind: 'ended', reason })
      close('ended')
    },
    drop: () => close('dropped'),
  }
  return stream
}
