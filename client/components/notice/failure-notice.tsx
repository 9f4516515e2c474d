import type { ReactNode } from 'react'
import { type Failure, isOutage, waitMs } from '../../lib/api/failure.ts'
import { failureText } from '../../lib/text/failure-text.ts'
import { Notice, type Tone } from './notice.tsx'

interface Props {
  failure: Failure | null
  secondsLeft?: number
  /** What is said instead of the common sentence, where the page knows better. */
  sentence?: string
  action?: ReactNode
}

/** What went wrong, and what to do next. */
export function FailureNotice({ failure, secondsLeft = 0, sentence, action }: Props) {
  if (!failure) return null
  const limited = waitMs(failure) !== null
  return (
    // A countdown would be read out each second, so only its beginning is announced.
    <Notice tone={toneOf(failure, secondsLeft)} urgent={!limited} action={action}>
      <span aria-live="off">{sentence ?? failureText(failure, secondsLeft)}</span>
    </Notice>
  )
}

function toneOf(failure: Failure, secondsLeft: number): Tone {
  if (waitMs(failure) !== null) return secondsLeft > 0 ? 'blocked' : 'good'
  if (failure.reason?.kind === 'locked') return 'blocked'
  return isOutage(failure) ? 'waiting' : 'danger'
}
