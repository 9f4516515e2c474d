import { useEffect, useState } from 'react'

/** The time, anew every `everyMs` while something on the page moves with it. */
export function useNow(everyMs: number, moves: boolean): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    if (!moves) return
    const timer = setInterval(() => setNow(Date.now()), everyMs)
    return () => clearInterval(timer)
  }, [everyMs, moves])
  return now
}
