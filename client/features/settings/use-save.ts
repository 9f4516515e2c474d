import { useState } from 'react'
import { type Failure, toFailure, waitMs } from '../../lib/api/failure.ts'
import { useCountdown } from '../../lib/form/use-countdown.ts'

/** One save at a time; why it failed stays until the next one, and a limit holds until it is over. */
export function useSave(act: () => Promise<unknown>) {
  const [pending, setPending] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const wait = useCountdown()
  const run = async () => {
    if (pending || wait.secondsLeft > 0) return
    setPending(true)
    setFailure(null)
    await act().catch((error) => {
      const found = toFailure(error)
      wait.start(waitMs(found) ?? 0)
      setFailure(found)
    })
    setPending(false)
  }
  return { run, pending, failure, secondsLeft: wait.secondsLeft }
}
