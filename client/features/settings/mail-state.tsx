import type { ReactNode } from 'react'
import type { ServiceReport } from '#shared/health.ts'
import { Facts } from '../../components/detail/facts.tsx'
import { TimeText } from '../../components/detail/time-text.tsx'
import { StatusWord } from '../../components/notice/status-word.tsx'
import { Section } from '../../components/page/page.tsx'
import { count } from '../../lib/text/format.ts'
import { text } from '../../lib/text/text.ts'
import { ReportBody } from './report-body.tsx'
import classes from './settings.module.css'
import { TestMail } from './test-mail.tsx'
import type { ReportQuery } from './use-service-report.ts'

const words = text.mails
// The queue is looked at each second.
const queuedForMs = 60_000

interface Props {
  query: ReportQuery
  /** The reader's own address. */
  email: string
  manages: boolean
}

/** Whether mails leave, and a way to try it. */
export function MailState({ query, email, manages }: Props) {
  return (
    <Section title={words.title} lead={words.lead}>
      <div className={classes.form}>
        <ReportBody query={query} lines={4}>
          {(report) => <Facts items={factsOf(report)} />}
        </ReportBody>
        <TestMail email={email} manages={manages} onChange={query.refetch} />
      </div>
    </Section>
  )
}

function factsOf({ mail, now }: ServiceReport): [string, ReactNode][] {
  if (!mail.sends) {
    return [
      [words.server, words.keeps],
      [words.kept, words.keptOf(count(mail.waiting, text.locale), mail.waiting)],
    ]
  }
  const { failedLastDay, lastSentAt } = mail
  const failed = words.failedOf(count(failedLastDay, text.locale))
  return [
    [words.server, words.sends],
    [words.waiting, <Queue key="queue" mail={mail} now={now} />],
    [
      words.failed,
      failedLastDay > 0 ? (
        <StatusWord key="failed" tone="danger">
          {failed}
        </StatusWord>
      ) : (
        failed
      ),
    ],
    [words.lastSent, lastSentAt ? <TimeText key="sent" value={lastSentAt} /> : words.noneSent],
  ]
}

function Queue({ mail: { waiting, oldestWaitingAt }, now }: Pick<ServiceReport, 'mail' | 'now'>) {
  if (oldestWaitingAt === null) return words.nothingWaiting
  const late = Date.parse(now) - Date.parse(oldestWaitingAt) > queuedForMs
  return (
    <span className={classes.states}>
      <StatusWord tone={late ? 'waiting' : 'plain'}>
        {words.waitingOf(count(waiting, text.locale), waiting)}
      </StatusWord>
      {late ? (
        <span className={classes.hint}>
          {words.oldestFrom} <TimeText value={oldestWaitingAt} />
        </span>
      ) : null}
    </span>
  )
}
