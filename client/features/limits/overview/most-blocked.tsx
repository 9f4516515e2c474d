import { Link } from '@tanstack/react-router'
import type { BlockedCaller } from '#shared/limits/limit-events.ts'
import { CopyText } from '../../../components/detail/copy-text.tsx'
import { TimeText } from '../../../components/detail/time-text.tsx'
import { QueryFailure } from '../../../components/notice/query-failure.tsx'
import { Section } from '../../../components/page/page.tsx'
import { Skeleton } from '../../../components/page/skeleton.tsx'
import { trpc } from '../../../lib/api/trpc.ts'
import { useLiveRefresh } from '../../../lib/live/use-live-refresh.ts'
import { count } from '../../../lib/text/format.ts'
import { text } from '../../../lib/text/text.ts'
import type { overviewRanges } from '../limits-search.ts'
import classes from './overview-page.module.css'

const words = text.limits
const shownCallers = 8

interface Props {
  from: string
  policy: string | undefined
  range: keyof typeof overviewRanges
}

/** The callers whom the limits refused most often in the time that is shown. */
export function MostBlocked({ from, policy, range }: Props) {
  const most = trpc.limits.mostBlocked.useQuery(
    { from, policy, limit: shownCallers },
    { placeholderData: (before) => before },
  )
  useLiveRefresh('limits', most.refetch)
  const time = words.inRange[range]
  return (
    <Section
      title={words.mostBlocked}
      lead={policy ? words.mostBlockedOf(policy, time) : words.mostBlockedLead(time)}
      actions={
        <Link to="/admin/limits/blocked" search={{ policy }}>
          {words.allBlocked}
        </Link>
      }
    >
      {most.data ? (
        <Callers callers={most.data.items} />
      ) : most.isError ? (
        <QueryFailure error={most.error} onRetry={most.refetch} />
      ) : (
        <div aria-busy="true">
          <Skeleton width="60%" />
        </div>
      )}
    </Section>
  )
}

function Callers({ callers }: { callers: BlockedCaller[] }) {
  if (callers.length === 0) return <p className={classes.muted}>{words.mostBlockedEmpty}</p>
  return (
    <ol className={classes.most}>
      {callers.map(({ id, policy, scope, value, count: times, lastAt }) => (
        <li key={id} className={classes.mostRow}>
          <span>
            <Link to="/admin/limits/blocked" search={{ search: id }} className={classes.policy}>
              {policy}
            </Link>{' '}
            <span className={classes.muted}>{words.scopes[scope]}</span> <CopyText value={value} max={28} />
          </span>
          <span>{words.blockedTimes(times, count(times, text.locale))}</span>
          <span className={classes.muted}>
            <TimeText value={lastAt} />
          </span>
        </li>
      ))}
    </ol>
  )
}
