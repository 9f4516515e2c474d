import { getRouteApi, Link } from '@tanstack/react-router'
import type { AuditEvent } from '#shared/audit/audit.ts'
import { recordedText } from '#shared/audit/audit-fields.ts'
import { groupActions, isGroupAction } from '#shared/audit/group-actions.ts'
import { isUndoable, undoPermission } from '#shared/audit/undoable-actions.ts'
import { hasPermission } from '#shared/roles/roles.ts'
import { Diff } from '../../components/detail/changes.tsx'
import { JsonView } from '../../components/detail/json-view.tsx'
import { TimeText } from '../../components/detail/time-text.tsx'
import { Notice } from '../../components/notice/notice.tsx'
import { QueryFailure } from '../../components/notice/query-failure.tsx'
import { Page, Section } from '../../components/page/page.tsx'
import { Skeleton } from '../../components/page/skeleton.tsx'
import { trpc } from '../../lib/api/trpc.ts'
import { actionName } from '../../lib/audit/audit-words.ts'
import { text } from '../../lib/text/text.ts'
import classes from './audit.module.css'
import type { AuditSearch } from './audit-search.ts'
import { EventFacts } from './event-facts.tsx'
import { GroupSection } from './group-section.tsx'
import { UndoButton } from './undo-button.tsx'
import { UndoGroupButton } from './undo-group-button.tsx'
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
  if (event.data) return <Event {...{ search, above }} event={event.data} />
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

interface EventProps {
  event: AuditEvent
  search: AuditSearch
  above: React.ReactNode
}

function Event({ event, search, above }: EventProps) {
  const { undoneBy, group } = event
  return (
    <Page
      title={actionName(event)}
      above={above}
      narrow
      meta={<TimeText value={event.at} />}
      actions={<Undo event={event} />}
    >
      {event.erased ? <Notice tone="plain">{words.erasedNotice}</Notice> : null}
      {undoneBy ? <UndoneNotice by={undoneBy} /> : null}
      <Section title={words.changeTitle}>
        {event.before || event.after ? (
          <Diff before={event.before} after={event.after} action={event.action} />
        ) : (
          <p className={classes.muted}>{words.noChange}</p>
        )}
      </Section>
      {group ? <GroupSection id={event.id} search={search} /> : null}
      <EventFacts event={event} />
      <details className={classes.raw}>
        <summary>{words.showRaw}</summary>
        <JsonView value={event} label={words.rawTitle} />
      </details>
    </Page>
  )
}

function Undo({ event }: { event: AuditEvent }) {
  const { data: me } = trpc.users.me.useQuery()
  const { action, after, group, undoneBy, erased } = event
  const many = isGroupAction(action)
  const done = many ? recordedText('user.bulk', after, 'action') : action
  const needed = many ? groupActions[action].permission : undefined
  if (!me || !isUndoable(done) || !hasPermission(me.user.role, needed ?? undoPermission(done))) return null
  if (!many) return undoneBy || erased ? null : <UndoButton event={event} />
  const left = (group?.acts ?? 0) - (group?.undone ?? 0)
  return <UndoGroupButton event={event} left={left} />
}
