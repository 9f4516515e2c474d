import { IconChevronRight } from '@tabler/icons-react'
import type { AuditEvent } from '#shared/audit/audit.ts'
import { Diff } from '../../../components/detail/changes.tsx'
import { TimeText } from '../../../components/detail/time-text.tsx'
import { actionName, actorWithin, subjectName, undoneText } from '../../../lib/audit/audit-words.ts'
import { text } from '../../../lib/text/text.ts'
import classes from './activity-row.module.css'

const words = text.user

interface Props {
  event: AuditEvent
  /** What was done to the user, or what they did. */
  side: 'done' | 'subject'
}

/** What happened, by or to whom, and when; what it changed is opened by a click. */
export function ActivityRow({ event, side }: Props) {
  if (event.before === null && event.after === null) {
    return (
      <li className={classes.event}>
        <div className={classes.head}>
          <Head event={event} side={side} />
        </div>
      </li>
    )
  }
  return (
    <li className={classes.event}>
      <details>
        <summary className={classes.head}>
          <Head event={event} side={side} />
          <IconChevronRight size={16} stroke={1.75} aria-hidden="true" className={classes.chevron} />
        </summary>
        <div className={classes.change}>
          <Diff before={event.before} after={event.after} action={event.action} />
        </div>
      </details>
    </li>
  )
}

function Head({ event, side }: Props) {
  const { impersonator } = event
  const other = side === 'subject' ? text.audit.by(actorWithin(event)) : words.onSubject(subjectName(event))
  return (
    <>
      <span className={classes.action}>{actionName(event)}</span>
      <span className={classes.who}>
        {other}
        {impersonator ? `, ${words.supportActed(impersonator.name ?? impersonator.id)}` : null}
        {undoneText(event) ? ` · ${undoneText(event)}` : null}
      </span>
      <span className={classes.when}>
        <TimeText value={event.at} />
      </span>
    </>
  )
}
