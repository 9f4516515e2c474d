import { AsyncLocalStorage } from 'node:async_hooks'

export interface RepeatedReader {
  readonly closed: boolean
  /** Begins to read every so often; the first time is that long from now. */
  start(): void
  /** Reads now: resolves once a read has ended that began after this was asked for. It never rejects. */
  refresh(): Promise<void>
  /** Ends it, and waits for the read under way. */
  close(): Promise<void>
}

// How soon a read that failed is tried again.
const retryMs = 500

/** Calls `read` every `everyMs` and when asked to, one at a time; `onError` hears of the first of several failures. */
export function createRepeatedReader(options: {
  read(): Promise<void>
  onError(error: unknown): void
  everyMs: number
}): RepeatedReader {
  const { read, onError, everyMs } = options
  // News arrive in the flow of whoever told it on the embedded database: its transaction must not be joined.
  const detached = AsyncLocalStorage.snapshot()
  let reading: Promise<void> | null = null
  let again = false
  let failing = false
  let timer: NodeJS.Timeout | undefined
  let closed = false

  async function readUntilCurrent(): Promise<void> {
    clearTimeout(timer)
    do {
      again = false
      try {
        await read()
        failing = false
      } catch (error) {
        if (!failing && !closed) onError(error)
        failing = true
      }
    } while (again && !closed)
    // Before anybody else runs: a refresh from here on needs a read of its own.
    reading = null
    if (!closed) schedule(failing ? retryMs : everyMs)
  }

  function refresh(): Promise<void> {
    if (closed) return Promise.resolve()
    // What is being read may be older than the change that this is about.
    again = true
    reading ??= detached(readUntilCurrent)
    return reading
  }

  function schedule(ms: number) {
    clearTimeout(timer)
    timer = setTimeout(refresh, ms)
    timer.unref()
  }

  return {
    get closed() {
      return closed
    },
    start: () => schedule(everyMs),
    refresh,
    async close() {
      closed = true
      clearTimeout(timer)
      await reading
    },
  }
}
