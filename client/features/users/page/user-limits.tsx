import { getQueryKey } from '@trpc/react-query'
import type { LimitCounter } from '#shared/limits/limits.ts'
import type { UserDetail } from '#shared/users.ts'
import { ButtonLink } from '../../../components/control/button-link.tsx'
import { LimitMeter, LimitState } from '../../../components/detail/limit-summary.tsx'
import { QueryFailure } from '../../../components/notice/query-failure.tsx'
import { Section } from '../../../components/page/page.tsx'
import { Skeleton } from '../../../components/page/skeleton.tsx'
import { LoadMore } from '../../../components/table/load-more.tsx'
import { trpc } from '../../../lib/api/trpc.ts'
import { type Pages, usePages } from '../../../lib/table/use-pages.ts'
import { count } from '../../../lib/text/format.ts'
import { text } from '../../../lib/text/text.ts'
import { useMe } from '../use-me.ts'
import classes from './user-page.module.css'

const words = text.user

/** What the user's calls have used of the limits, and the ways to ask why and to make an exception. */
export function UserLimits({ user }: { user: UserDetail }) {
  const { client } = trpc.useUtils()
  const { may } = useMe()
  const input = { search: user.id, scope: 'user', limit: 25 } as const
  const counters = usePages({
    queryKey: getQueryKey(trpc.limits.list, input, 'any'),
    load: (cursor) => client.limits.list.query({ ...input, cursor }),
  })
  return (
    <Section
      title={words.limitsTitle}
      lead={words.limitsLead}
      actions={
        <span className={classes.buttons}>
          {may('limits.manage') ? (
            <ButtonLink
              size="compact-sm"
              variant="default"
              to="/admin/limits/overrides"
              search={{ add: 'user', value: user.id }}
            >
              {words.override}
            </ButtonLink>
          ) : null}
          <ButtonLink
            size="compact-sm"
            variant="default"
            to="/admin/limits/explain"
            search={{ userId: user.id }}
          >
            {words.explain}
          </ButtonLink>
        </span>
      }
    >
      <CounterList counters={counters} />
    </Section>
  )
}

function CounterList({ counters }: { counters: Pages<LimitCounter> }) {
  if (counters.error) return <QueryFailure error={counters.error} onRetry={counters.refresh} />
  if (counters.total === undefined) {
    return (
      <div aria-busy="true">
        <Skeleton width="70%" height={40} />
      </div>
    )
  }
  if (counters.total === 0) return <p className={classes.none}>{words.noLimits}</p>
  return (
    <>
      <ul className={classes.list}>
        {counters.rows.map((counter) => (
          <Counter key={counter.id} counter={counter} />
        ))}
      </ul>
      {counters.hasMore ? (
        <LoadMore
          shown={counters.rows.length}
          total={counters.total}
          hasMore
          pending={counters.loadingMore}
          onMore={counters.loadMore}
        />
      ) : null}
    </>
  )
}

function Counter({ counter }: { counter: LimitCounter }) {
  return (
    <li className={classes.counter}>
      <div className={classes.counterTop}>
        <span className={classes.first}>{counter.policy}</span>
        <LimitState counter={counter} />
      </div>
      <LimitMeter counter={counter} />
      <span className={classes.second}>
        {text.limits.usedOf(count(counter.used, text.locale), count(counter.limit, text.locale))}
      </span>
    </li>
  )
}
