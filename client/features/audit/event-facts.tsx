import { Link } from '@tanstack/react-router'
import type { AuditEvent } from '#shared/audit/audit.ts'
import { CopyText } from '../../components/detail/copy-text.tsx'
import { Facts } from '../../components/detail/facts.tsx'
import { StatusWord } from '../../components/notice/status-word.tsx'
import { Section } from '../../components/page/page.tsx'
import { actorName, subjectName } from '../../lib/audit/audit-words.ts'
import { count, exactTime } from '../../lib/text/format.ts'
import { text } from '../../lib/text/text.ts'
import classes from './audit.module.css'

const words = text.audit
const shownId = 20

/** Who did it to whom, when, from where, and where the row stands in the log. */
export function EventFacts({ event }: { event: AuditEvent }) {
  const { actor, impersonator, subject, address, device, requestId, position } = event
  const items: Fact[] = [
    [words.action, <Code key="action">{event.action}</Code>],
    [words.when, exactTime(new Date(event.at), text.locale)],
    [words.actor, <Person key="actor" id={actor?.id} name={actorName(event)} />],
    impersonator && [
      words.impersonator,
      <Person key="impersonator" id={impersonator.id} name={impersonator.name ?? impersonator.id} />,
    ],
    [words.subject, <Subject key="subject" event={event} />],
    subject.email ? [words.email, subject.email] : null,
    [words.address, address ? <CopyText key="address" value={address} max={45} /> : words.nothing],
    [words.device, <Device key="device">{device}</Device>],
    [words.requestId, <CopyText key="request" value={requestId} max={shownId} />],
    [words.rowId, <CopyText key="id" value={event.id} max={shownId} />],
    [words.position, <Position key="position" position={position} />],
  ]
  return (
    <Section title={words.rowTitle} actions={<More event={event} />}>
      <Facts items={items.filter((item) => item !== null)} />
    </Section>
  )
}

type Fact = [name: string, value: React.ReactNode] | null

const Code = ({ children }: { children: string }) => <span className={classes.code}>{children}</span>

const Device = ({ children }: { children: string | null }) =>
  children ? <span className={classes.device}>{children}</span> : words.nothing

function Position({ position }: { position: number | null }) {
  return (
    <StatusWord tone={position === null ? 'waiting' : 'good'}>
      {position === null ? words.unsealed : words.sealed(count(position, text.locale))}
    </StatusWord>
  )
}

function Person({ id, name }: { id: string | undefined; name: string }) {
  if (!id) return name
  return (
    <Link to="/admin/users/$id" params={{ id }}>
      {name}
    </Link>
  )
}

function Subject({ event }: { event: AuditEvent }) {
  const { type, id } = event.subject
  if (type === 'user') return <Person id={id} name={subjectName(event)} />
  if (event.action !== 'audit.undo') return subjectName(event)
  return (
    <Link to="/admin/audit/$id" params={{ id }}>
      {subjectName(event)}
    </Link>
  )
}

function More({ event: { actor, subject } }: { event: AuditEvent }) {
  return (
    <span className={classes.links}>
      {actor ? (
        <Link to="/admin/audit" search={{ actor: actor.id }}>
          {words.more.byActor}
        </Link>
      ) : null}
      <Link to="/admin/audit" search={{ subject: subject.id }}>
        {words.more.onSubject}
      </Link>
    </span>
  )
}
