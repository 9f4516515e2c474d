import { useRef, useState } from 'react'
import { type Failure, toFailure, waitMs } from '../api/failure.ts'
import { useCountdown } from './use-countdown.ts'

/** An act that runs once at a time. Why it failed stays until the next run, and a limit blocks until it is over. */
export function useAttempt() {
  const busy = useRef(false)
  const [pending, setPending] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const wait = useCountdown()

  /** Runs `act`, unless one runs already or a limit holds. `onFailure` takes the place of showing what it threw. */
  const run = async (act: () => Promise<unknown>, onFailure: (failure: Failure) => void = setFailure) => {
    if (busy.current || wait.secondsLeft > 0) return
    busy.current = true
    setPending(true)
    setFailure(null)
    try {
      await act()
    } catch (error) {
      const found = toFailure(error)
      wait.start(waitMs(found) ?? 0)
      onFailure(found)
    } finally {
      busy.current = false
      setPending(false)
    }
  }
  return {
    run,
    pending,
    /** The same as `pending`, already before the page has been drawn with it. */
    isBusy: () => busy.current,
    failure,
    setFailure,
    secondsLeft: wait.secondsLeft,
  }
}
export type Attempt = ReturnType<typeof useAttempt>
