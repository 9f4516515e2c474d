import { Link } from '@tanstack/react-router'
import type { AuditEvent } from '#shared/audit/audit.ts'
import { isServiceAddress } from '#shared/service-address.ts'
import { CopyText } from '../../components/detail/copy-text.tsx'
import { Facts } from '../../components/detail/facts.tsx'
import { ExactTime } from '../../components/detail/time-text.tsx'
import { StatusWord } from '../../components/notice/status-word.tsx'
import { Section } from '../../components/page/page.tsx'
import { trpc } from '../../lib/api/trpc.ts'
import { actionName, actorName, subjectName } from '../../lib/audit/audit-words.ts'
import { deviceName } from '../../lib/text/device-name.ts'
import { count } from '../../lib/text/format.ts'
import { text } from '../../lib/text/text.ts'
import classes from './audit.module.css'

const words = text.audit
const shownId = 20

/** Who did it to whom, when, from where, and where the row stands in the log. */
export function EventFacts({ event }: { event: AuditEvent }) {
  const { actor, impersonator, subject, address, browser, device, requestId, position } = event
  const items: Fact[] = [
    [words.action, <Code key="action">{event.action}</Code>],
    [words.when, <ExactTime key="at" value={event.at} />],
    [words.actor, <Person key="actor" {...actor} name={actorName(event)} />],
    impersonator && [
      words.impersonator,
      <Person key="impersonator" id={impersonator.id} name={impersonator.name ?? impersonator.id} />,
    ],
    event.key && [words.key, event.key.name],
    [words.subject, <Subject key="subject" event={event} />],
    subject.email && !isServiceAddress(subject.email) ? [words.email, subject.email] : null,
    [words.address, address ? <CopyText key="address" value={address} max={45} /> : words.nothing],
    browser && [words.browser, deviceName(browser)],
    [words.device, <Device key="device">{device}</Device>],
    [words.requestId, <CopyText key="request" value={requestId} max={shownId} />],
    [words.rowId, <CopyText key="id" value={event.id} max={shownId} />],
    event.groupId ? [words.partOf, <Group key="group" id={event.groupId} />] : null,
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

function Group({ id }: { id: string }) {
  const { data } = trpc.audit.get.useQuery({ id })
  return (
    <Link to="/admin/audit/$id" params={{ id }}>
      {data ? actionName(data) : words.subjects.audit}
    </Link>
  )
}

function Position({ position }: { position: number | null }) {
  return (
    <StatusWord tone={position === null ? 'waiting' : 'good'}>
      {position === null ? words.unsealed : words.sealed(count(position, text.locale))}
    </StatusWord>
  )
}

function Person({ id, name, email }: { id?: string; name: string; email?: string | null }) {
  if (!id) return name
  const to = email && isServiceAddress(email) ? '/admin/service-accounts/$id' : '/admin/users/$id'
  return (
    <Link to={to} params={{ id }}>
      {name}
    </Link>
  )
}

function Subject({ event }: { event: AuditEvent }) {
  const { type, id, email } = event.subject
  if (type === 'user') return <Person id={id} email={email} name={subjectName(event)} />
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
