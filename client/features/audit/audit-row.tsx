import { Link } from '@tanstack/react-router'
import type { AuditEvent } from '#shared/audit/audit.ts'
import { TimeText } from '../../components/detail/time-text.tsx'
import { CardLines, type Column, NameCell } from '../../components/table/data-table.tsx'
import { rowSummary } from '../../lib/audit/audit-fields.ts'
import { actionName, actorName, isOwnAct, subjectName } from '../../lib/audit/audit-words.ts'
import { deviceName } from '../../lib/text/device-name.ts'
import { text } from '../../lib/text/text.ts'
import classes from './audit.module.css'
import type { AuditSearch } from './audit-search.ts'

const words = text.audit

interface Props {
  event: AuditEvent
  /** The filters of the list, for the way back. */
  search: AuditSearch
}

function Action({ event, search }: Props) {
  const name = (
    <Link to="/admin/audit/$id" params={{ id: event.id }} search={search}>
      {actionName(event)}
    </Link>
  )
  return <NameCell name={name} second={rowSummary(event)} />
}

function Actor({ event }: { event: AuditEvent }) {
  const { actor, impersonator } = event
  if (!actor) return <span className={classes.muted}>{actorName(event)}</span>
  const name = (id: string, shown: string) => (
    <Link to="/admin/audit" search={{ actor: id }} className={classes.filterLink}>
      {shown}
    </Link>
  )
  if (!impersonator) return name(actor.id, actorName(event))
  return (
    <>
      {name(impersonator.id, impersonator.name ?? words.erasedPerson)}{' '}
      <span className={classes.muted}>{words.actsAs(actorName(event))}</span>
    </>
  )
}

function Subject({ event, search }: Props) {
  if (event.action === 'audit.undo') {
    return (
      <Link
        to="/admin/audit/$id"
        params={{ id: event.subject.id }}
        search={search}
        className={classes.filterLink}
      >
        {subjectName(event)}
      </Link>
    )
  }
  return (
    <Link to="/admin/audit" search={{ subject: event.subject.id }} className={classes.filterLink}>
      {subjectName(event)}
    </Link>
  )
}

function From({ event: { address, browser } }: { event: AuditEvent }) {
  const code = <span className={classes.code}>{address ?? words.nothing}</span>
  return browser ? <NameCell name={code} second={deviceName(browser)} /> : code
}

/** The columns of the log: what, who, whom, from where, when. */
export function auditColumns(search: AuditSearch): Column<AuditEvent>[] {
  return [
    {
      id: 'action',
      header: words.action,
      cell: ({ row }) => <Action event={row.original} search={search} />,
    },
    {
      id: 'actor',
      header: words.actor,
      cell: ({ row }) => (
        <div className={classes.person}>
          <Actor event={row.original} />
        </div>
      ),
    },
    {
      id: 'subject',
      header: words.subject,
      cell: ({ row }) => (
        <div className={classes.person}>
          <Subject event={row.original} search={search} />
        </div>
      ),
    },
    {
      id: 'address',
      header: words.address,
      cell: ({ row }) => <From event={row.original} />,
    },
    { id: 'at', header: words.when, cell: ({ row }) => <TimeText value={row.original.at} /> },
  ]
}

/** The same row where there is no room for columns. */
export function AuditCard({ event, search }: Props) {
  return (
    <CardLines
      title={<Action event={event} search={search} />}
      end={
        <span className={classes.muted}>
          <TimeText value={event.at} />
        </span>
      }
      lines={[
        <span key="who" className={classes.sentence}>
          <Actor event={event} />
          {isOwnAct(event) ? null : (
            <>
              <span className={classes.arrow}> → </span>
              <Subject event={event} search={search} />
            </>
          )}
        </span>,
      ]}
    />
  )
}
