import type { LimitCounter } from '#shared/limits/limits.ts'
import { Meter } from '../../components/detail/meter.tsx'
import { QueryFailure } from '../../components/notice/query-failure.tsx'
import { StatusWord } from '../../components/notice/status-word.tsx'
import { Section } from '../../components/page/page.tsx'
import { Skeleton } from '../../components/page/skeleton.tsx'
import { trpc } from '../../lib/api/trpc.ts'
import { useNow } from '../../lib/browser/use-now.ts'
import { count, duration } from '../../lib/text/format.ts'
import { text } from '../../lib/text/text.ts'
import { type CounterLater, counterAfter } from './counter-after.ts'
import classes from './usage.module.css'

const words = text.usage
const refreshEveryMs = 10_000
const tickMs = 250

/** My limits as meters that empty before one's eyes, and how they are counted. */
export function Usage() {
  const status = trpc.limits.status.useQuery(undefined, { refetchInterval: refreshEveryMs })
  const counters = status.data?.items ?? []
  const now = useNow(
    tickMs,
    counters.some(({ resetMs, retryAfterMs }) => resetMs > 0 || retryAfterMs > 0),
  )
  const elapsedMs = Math.max(0, now - status.dataUpdatedAt)
  return (
    <>
      <Section title={words.limitsTitle} lead={words.lead}>
        {status.data ? (
          <ul className={classes.limits}>
            {counters.map((counter) => (
              <Limit key={counter.id} counter={counterAfter(counter, elapsedMs)} />
            ))}
          </ul>
        ) : status.isError ? (
          <QueryFailure error={status.error} onRetry={status.refetch} />
        ) : (
          <Placeholder />
        )}
      </Section>
      <Section title={words.howTitle}>
        <ul className={classes.how}>
          {words.how.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      </Section>
    </>
  )
}

function Limit({ counter }: { counter: CounterLater }) {
  const { policy, scope, used, usedExactly, limit, remaining, windowMs, blocked } = counter
  const shownUsed = count(used, text.locale)
  const shownLimit = count(limit, text.locale)
  return (
    <li>
      <div className={classes.top}>
        <h3 className={classes.name}>{words.titles[scope]}</h3>
        <Wait counter={counter} />
      </div>
      <p className={classes.about}>
        {[words.about[policy]?.[scope], words.rule(shownLimit, limit, duration(windowMs / 1000))]
          .filter(Boolean)
          .join(' ')}
      </p>
      <Meter
        label={text.limits.meter(words.titles[scope], shownUsed, shownLimit)}
        value={usedExactly}
        max={limit}
        blocked={blocked}
        valueText={text.limits.usedOf(shownUsed, shownLimit)}
      />
      <div className={classes.bottom}>
        <span>
          {text.limits.usedOf(shownUsed, shownLimit)}, {text.limits.left(count(remaining, text.locale))}
        </span>
        <ResetTime counter={counter} />
      </div>
    </li>
  )
}

function Wait({ counter: { blocked, retryAfterMs } }: { counter: LimitCounter }) {
  if (!blocked) return <StatusWord tone="good">{words.passing}</StatusWord>
  return <StatusWord tone="blocked">{words.blockedFor(duration(Math.ceil(retryAfterMs / 1000)))}</StatusWord>
}

function ResetTime({ counter: { resetMs } }: { counter: LimitCounter }) {
  if (resetMs === 0) return <span>{words.empty}</span>
  return <span>{words.emptyIn(duration(Math.ceil(resetMs / 1000)))}</span>
}

function Placeholder() {
  return (
    <div className={classes.limits} aria-busy="true">
      {['first', 'second'].map((key) => (
        <div key={key}>
          <div className={classes.top}>
            <Skeleton width={120} />
          </div>
          <p className={classes.about}>
            <Skeleton width="70%" />
          </p>
          <Skeleton width="100%" height={6} />
          <div className={classes.bottom}>
            <Skeleton width={120} />
          </div>
        </div>
      ))}
    </div>
  )
}
