interface Throttle<Key> {
  /** Has `run` called with the key, at once or as soon as it may be. */
  offer(key: Key): void
  close(): void
}

/**
 * Calls `run` for what is offered, at once and then at most every `everyMs` for each key: what comes in between is
 * one call at its end, so that the last one is never lost.
 */
export function createThrottle<Key>(run: (key: Key) => void, everyMs: number): Throttle<Key> {
  const resting = new Map<Key, { timer: NodeJS.Timeout; again: boolean }>()

  function start(key: Key) {
    const timer = setTimeout(() => wake(key), everyMs)
    timer.unref()
    resting.set(key, { timer, again: false })
    run(key)
  }

  function wake(key: Key) {
    const again = resting.get(key)?.again
    resting.delete(key)
    if (again) start(key)
  }

  return {
    offer(key) {
      const rest = resting.get(key)
      if (rest) rest.again = true
      else start(key)
    },
    close() {
      for (const { timer } of resting.values()) clearTimeout(timer)
      resting.clear()
    },
  }
}
