import { useEffect, useEffectEvent, useState } from 'react'

// For about two minutes.
const everyMs = 4000
const times = 30

interface Options<Answer> {
  /** What is asked about; null while nothing is to be asked. */
  about: string | null
  ask: (about: string) => Promise<Answer>
  onAnswer: (answer: Answer) => void
}

/** Asks again and again how something stands that others decide, and says whether an answer has come. */
export function useAsking<Answer>({ about, ask, onAnswer }: Options<Answer>): boolean {
  const [answered, setAnswered] = useState<string | null>(null)
  const run = useEffectEvent(ask)
  const take = useEffectEvent(onAnswer)
  useEffect(() => {
    if (about === null) return
    let left = times
    let ended = false
    const next = async () => {
      left -= 1
      const answer = await run(about).catch(() => null)
      if (ended) return
      if (answer !== null) {
        setAnswered(about)
        take(answer)
      }
      if (left > 0) timer = setTimeout(next, everyMs)
    }
    let timer = setTimeout(next, 0)
    return () => {
      ended = true
      clearTimeout(timer)
    }
  }, [about])
  return answered !== null && answered === about
}
