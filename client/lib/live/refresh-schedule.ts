interface Options {
  run: () => unknown
  /** Between the end of one run and the next, in milliseconds. */
  gapMs: () => number
  /** What is asked for meanwhile waits for `settle`. */
  isHeld: () => boolean
}

/** Runs at once when it is asked, then not before the gap has passed; however often it was asked, once. */
export function createRefreshSchedule({ run, gapMs, isHeld }: Options) {
  let asked = false
  let running = false
  let lastEnd = Number.NEGATIVE_INFINITY
  let timer: ReturnType<typeof setTimeout> | undefined
  let stopped = false

  function settle() {
    clearTimeout(timer)
    if (stopped || !asked || running || isHeld()) return
    const waitMs = lastEnd + gapMs() - Date.now()
    if (waitMs > 0) timer = setTimeout(settle, waitMs)
    else void runOnce()
  }

  async function runOnce() {
    asked = false
    running = true
    try {
      await run()
    } finally {
      running = false
      lastEnd = Date.now()
      settle()
    }
  }

  return {
    ask() {
      asked = true
      settle()
    },
    /** Does what waited, once nothing holds it any more. */
    settle,
    stop() {
      stopped = true
      clearTimeout(timer)
    },
  }
}
