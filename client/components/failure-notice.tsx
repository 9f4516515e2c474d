import type { ReactNode } from 'react'
import { type Failure, isOutage, waitMs } from '../lib/failure.ts'
import { failureText } from '../lib/failure-text.ts'
import { text } from '../lib/text.ts'
import classes from './failure-notice.module.css'
import { Notice } from './notice.tsx'

interface Props {
  failure: Failure | null
  secondsLeft?: number
  action?: ReactNode
}

/** What went wrong, what to do next, and the request id when only we can tell why. */
export function FailureNotice({ failure, secondsLeft = 0, action }: Props) {
  if (!failure) return null
  const limited = waitMs(failure) !== null
  const tone = limited ? (secondsLeft > 0 ? 'blocked' : 'good') : isOutage(failure) ? 'waiting' : 'danger'
  const unexplained = failure.status >= 500 && failure.requestId !== null
  return (
    // A countdown would be read out each second, so only its beginning is announced.
    <Notice tone={tone} urgent={!limited} action={action}>
      <span aria-live="off">{failureText(failure, secondsLeft)}</span>
      {unexplained ? (
        <span className={classes.request}>
          {text.common.requestId} {failure.requestId}
        </span>
      ) : null}
    </Notice>
  )
}
