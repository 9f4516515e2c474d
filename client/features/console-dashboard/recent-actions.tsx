import { Link } from '@tanstack/react-router'
import type { AuditEvent } from '#shared/audit/audit.ts'
import { TimeText } from '../../components/detail/time-text.tsx'
import { QueryFailure } from '../../components/notice/query-failure.tsx'
import { Section } from '../../components/page/page.tsx'
import { Skeleton } from '../../components/page/skeleton.tsx'
import { actionName, actorName, subjectName, undoneText } from '../../lib/audit/audit-words.ts'
import { text } from '../../lib/text/text.ts'
import classes from './console-dashboard-page.module.css'
import { useRecentActions } from './use-dashboard.ts'

const words = text.consoleDashboard
const shownRows = 8

/** What admins did last, the newest first. */
export function RecentActions() {
  const recent = useRecentActions(shownRows)
  return (
    <Section title={words.recent} actions={<Link to="/admin/audit">{words.allAudit}</Link>}>
      {recent.data ? (
        <Rows events={recent.data.items} />
      ) : recent.isError ? (
        <QueryFailure error={recent.error} onRetry={recent.refetch} />
      ) : (
        <Loading />
      )}
    </Section>
  )
}

function Rows({ events }: { events: AuditEvent[] }) {
  if (events.length === 0) return <p className={classes.muted}>{words.noRecent}</p>
  return (
    <ol className={classes.recent}>
      {events.map((event) => (
        <li key={event.id} className={classes.recentRow}>
          <span className={classes.what}>
            <Link to="/admin/audit/$id" params={{ id: event.id }} className={classes.action}>
              {actionName(event)}
            </Link>{' '}
            <span className={classes.muted}>
              {[event.group ? null : subjectName(event), undoneText(event)].filter(Boolean).join(' · ')}
            </span>
          </span>
          <span className={classes.who}>{event.impersonator?.name ?? actorName(event)}</span>
          <span className={classes.muted}>
            <TimeText value={event.at} />
          </span>
        </li>
      ))}
    </ol>
  )
}

function Loading() {
  return (
    <ol className={classes.recent} aria-busy="true">
      {Array.from({ length: shownRows }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they are all alike
        <li key={index} className={classes.recentRow}>
          <Skeleton width="50%" />
        </li>
      ))}
    </ol>
  )
}
