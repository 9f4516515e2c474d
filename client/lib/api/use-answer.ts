import { useEffect, useState } from 'react'
import { type Failure, isOutage, toFailure } from './failure.ts'

export interface Answer<Data> {
  data: Data | undefined
  /** Why there is none; it is asked again by itself while the service is away. */
  failure: Failure | null
  retry: () => void
}

const retryAfterMs = (attempt: number) => Math.min(500 * 2 ** attempt, 10_000)

/**
 * What the server answers to one question of a page outside. `ask` must be the same function each time; with an answer
 * that is `known` it is not asked.
 */
export function useAnswer<Data>(ask: () => Promise<Data>, known?: Data): Answer<Data> {
  const [answer, setAnswer] = useState<{ data?: Data; failure: Failure | null }>({ failure: null })
  const [attempt, setAttempt] = useState(0)
  const isKnown = known !== undefined

  useEffect(() => {
    if (isKnown) return
    let left = false
    let timer: ReturnType<typeof setTimeout> | undefined
    const refuse = (error: unknown) => {
      const failure = toFailure(error)
      if (left) return
      setAnswer((before) => ({ ...before, failure }))
      if (isOutage(failure)) timer = setTimeout(() => setAttempt(attempt + 1), retryAfterMs(attempt))
    }
    ask().then((data) => {
      if (!left) setAnswer({ data, failure: null })
    }, refuse)
    return () => {
      left = true
      clearTimeout(timer)
    }
  }, [ask, attempt, isKnown])

  return { data: answer.data ?? known, failure: answer.failure, retry: () => setAttempt(attempt + 1) }
}
