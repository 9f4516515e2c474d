import { useEffect, useState } from 'react'
import { secondsLeft } from '../text/format.ts'

/** Seconds left of a wait that `start(ms)` began; 0 when none runs. */
export function useCountdown() {
  const [until, setUntil] = useState(0)
  const [now, setNow] = useState(() => Date.now())
  const left = secondsLeft(until, now)

  useEffect(() => {
    if (left === 0) return
    const timer = setTimeout(() => setNow(Date.now()), 250)
    return () => clearTimeout(timer)
  })

  const start = (waitMs: number) => {
    const startedAt = Date.now()
    setNow(startedAt)
    setUntil(startedAt + waitMs)
  }
  return { secondsLeft: left, start }
}
