import type { LimitCounter } from '#shared/limits.ts'
import { LimitState } from '../../components/detail/limit-summary.tsx'
import { Meter } from '../../components/detail/meter.tsx'
import { QueryFailure } from '../../components/notice/query-failure.tsx'
import { Section } from '../../components/page/page.tsx'
import { Skeleton } from '../../components/page/skeleton.tsx'
import { trpc } from '../../lib/api/trpc.ts'
import { count, duration } from '../../lib/text/format.ts'
import { text } from '../../lib/text/text.ts'
import classes from './my-overview-page.module.css'

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
        <Limit key={counter.id} counter={counter} />
      ))}
    </ul>
  )
}

function Limit({ counter }: { counter: LimitCounter }) {
  const title = text.usage.titles[counter.scope]
  const used = count(counter.used, text.locale)
  const limit = count(counter.limit, text.locale)
  return (
    <li>
      <div className={classes.limitTop}>
        <span className={classes.policy}>{title}</span>
        <LimitState counter={counter} />
      </div>
      <Meter
        label={text.limits.meter(title, used, limit)}
        value={counter.used}
        max={counter.limit}
        blocked={counter.blocked}
        valueText={text.limits.usedOf(used, limit)}
      />
      <div className={classes.limitBottom}>
        <span>{text.limits.usedOf(used, limit)}</span>
        <span>
          {text.limits.left(count(counter.remaining, text.locale))},{' '}
          {text.limits.per(duration(counter.windowMs / 1000))}
        </span>
      </div>
    </li>
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
