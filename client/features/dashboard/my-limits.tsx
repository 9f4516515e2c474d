import type { LimitCounter } from '#shared/limits.ts'
import { LimitMeter, LimitState } from '../../components/limit-summary.tsx'
import { Section } from '../../components/page.tsx'
import { QueryFailure } from '../../components/query-failure.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { count, duration } from '../../lib/format.ts'
import { text } from '../../lib/text.ts'
import { trpc } from '../../lib/trpc.ts'
import classes from './dashboard-page.module.css'

const words = text.dashboard
const refreshEveryMs = 10_000

/** My counters as meters; they are asked for again while the page is looked at. */
export function MyLimits() {
  const status = trpc.limits.status.useQuery(undefined, { refetchInterval: refreshEveryMs })
  return (
    <Section title={words.limitsTitle} lead={words.limitsLead}>
      {status.data ? (
        <Counters counters={status.data.items} />
      ) : status.isError ? (
        <QueryFailure error={status.error} onRetry={status.refetch} />
      ) : (
        <Placeholder />
      )}
    </Section>
  )
}

function Counters({ counters }: { counters: LimitCounter[] }) {
  if (counters.length === 0) return <p className={classes.empty}>{words.limitsEmpty}</p>
  return (
    <ul className={classes.limits}>
      {counters.map((counter) => (
        <li key={counter.id}>
          <div className={classes.limitTop}>
            <span>
              <span className={classes.policy}>{counter.policy}</span>{' '}
              <span className={classes.scope}>{text.limits.ofThis[counter.scope]}</span>
            </span>
            <LimitState counter={counter} />
          </div>
          <LimitMeter counter={counter} />
          <div className={classes.limitBottom}>
            <span>
              {text.limits.usedOf(count(counter.used, text.locale), count(counter.limit, text.locale))}
            </span>
            <span>
              {text.limits.left(count(counter.remaining, text.locale))},{' '}
              {text.limits.per(duration(counter.windowMs / 1000))}
            </span>
          </div>
        </li>
      ))}
    </ul>
  )
}

function Placeholder() {
  return (
    <div className={classes.limits} aria-busy="true">
      {['first', 'second'].map((key) => (
        <div key={key}>
          <div className={classes.limitTop}>
            <Skeleton width={120} />
          </div>
          <Skeleton width="100%" height={6} />
          <div className={classes.limitBottom}>
            <Skeleton width={80} />
          </div>
        </div>
      ))}
    </div>
  )
}
