import type { MailTest } from '#shared/mail-test.ts'
import { Notice } from '../../components/notice/notice.tsx'
import { useNow } from '../../lib/browser/use-now.ts'
import { duration, secondsLeft } from '../../lib/text/format.ts'
import { text } from '../../lib/text/text.ts'
import classes from './settings.module.css'

const words = text.mails

/** Where the test mail stands, and what to do about it. */
export function TestMailOutcome({ test, email }: { test: MailTest; email: string }) {
  const { state, problem, attempts, nextAttemptAt } = test
  if (state === 'sent') {
    return (
      <Notice tone="good" title={words.sentTitle}>
        {words.sent(email)}
      </Notice>
    )
  }
  if (state === 'kept') {
    return (
      <Notice tone="plain" title={words.keptTitle}>
        {words.keptAt}{' '}
        <a href="/dev/mail" target="_blank" rel="noreferrer">
          /dev/mail
        </a>
      </Notice>
    )
  }
  if (!problem) return <Notice tone="waiting">{words.onItsWay}</Notice>
  return (
    <Notice tone="danger" title={words.problems[problem.kind]} urgent>
      <div className={classes.outcome}>
        <p>
          {words.answer} <span className={classes.answer}>{problem.detail}</span>
        </p>
        <p>{nextAttemptAt ? <NextTry attempts={attempts} at={nextAttemptAt} /> : words.givenUp(attempts)}</p>
      </div>
    </Notice>
  )
}

// Not read out each second: what failed was.
function NextTry({ attempts, at }: { attempts: number; at: string }) {
  const left = secondsLeft(Date.parse(at), useNow(1000, true))
  return (
    <span aria-live="off">
      {words.tried(attempts)} {left > 0 ? words.againIn(duration(left)) : words.againNow}
    </span>
  )
}
