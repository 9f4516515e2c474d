import { getRouteApi, Link } from '@tanstack/react-router'
import type { AuditEvent } from '#shared/audit/audit.ts'
import { isUndoable } from '#shared/audit/undoable-actions.ts'
import { hasPermission } from '#shared/roles.ts'
import { Diff } from '../../components/detail/changes.tsx'
import { JsonView } from '../../components/detail/json-view.tsx'
import { TimeText } from '../../components/detail/time-text.tsx'
import { Notice } from '../../components/notice/notice.tsx'
import { QueryFailure } from '../../components/notice/query-failure.tsx'
import { Page, Section } from '../../components/page/page.tsx'
import { Skeleton } from '../../components/page/skeleton.tsx'
import { trpc } from '../../lib/api/trpc.ts'
import { text } from '../../lib/text/text.ts'
import classes from './audit.module.css'
import { EventFacts } from './event-facts.tsx'
import { UndoButton } from './undo-button.tsx'
import { UndoneNotice } from './undone-notice.tsx'

const words = text.audit
const route = getRouteApi('/signed-in/admin/audit/$id')

/** One row of the log: who did what to whom, from where, and what it changed. */
export function AuditEventPage() {
  const { id } = route.useParams()
  const search = route.useSearch()
  const event = trpc.audit.get.useQuery({ id })
  const above = (
    <Link to="/admin/audit" search={search}>
      {words.back}
    </Link>
  )
  if (event.data) return <Event event={event.data} above={above} />
  return (
    <Page title={words.title} above={above} narrow>
      {event.isError ? (
        <QueryFailure error={event.error} onRetry={event.refetch} />
      ) : (
        <div aria-busy="true">
          <Section title={words.rowTitle}>
            <Skeleton width="60%" height={252} />
          </Section>
        </div>
      )}
    </Page>
  )
}

function Event({ event, above }: { event: AuditEvent; above: React.ReactNode }) {
  const { data: me } = trpc.users.me.useQuery()
  const undoable = isUndoable(event.action) && !event.erased
  const undoes = undoable && me && hasPermission(me.user.role, 'users.manage')
  return (
    <Page
      title={words.actions[event.action]}
      above={above}
      narrow
      meta={<TimeText value={event.at} />}
      actions={undoes ? <UndoButton event={event} /> : null}
    >
      {event.erased ? <Notice tone="plain">{words.erasedNotice}</Notice> : null}
      {undoable ? <UndoneNotice id={event.id} /> : null}
      <Section title={words.changeTitle}>
        {event.before || event.after ? (
          <Diff before={event.before} after={event.after} action={event.action} />
        ) : (
          <p className={classes.muted}>{words.noChange}</p>
        )}
      </Section>
      <EventFacts event={event} />
      <details className={classes.raw}>
        <summary>{words.showRaw}</summary>
        <JsonView value={event} label={words.rawTitle} />
      </details>
    </Page>
  )
}
