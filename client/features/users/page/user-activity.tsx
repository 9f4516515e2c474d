import { getRouteApi, Link } from '@tanstack/react-router'
import { getQueryKey } from '@trpc/react-query'
import type { UserDetail } from '#shared/users.ts'
import { FilterSelect } from '../../../components/filter/filter-select.tsx'
import { QueryFailure } from '../../../components/notice/query-failure.tsx'
import { Section } from '../../../components/page/page.tsx'
import { Skeleton } from '../../../components/page/skeleton.tsx'
import { LoadMore } from '../../../components/table/load-more.tsx'
import { trpc } from '../../../lib/api/trpc.ts'
import { usePages } from '../../../lib/table/use-pages.ts'
import { text } from '../../../lib/text/text.ts'
import { ActivityRow } from './activity-row.tsx'
import classes from './user-page.module.css'

const words = text.user
const route = getRouteApi('/signed-in/admin/users/$id')

interface Props {
  user: UserDetail
  /** What was done to the user, or what they did. */
  side: 'done' | 'subject'
}

/** The user's rows of the audit log, newest first. */
export function UserActivity({ user, side }: Props) {
  const navigate = route.useNavigate()
  const { client } = trpc.useUtils()
  const input = {
    ...(side === 'done' ? { actorId: user.id, grouped: true as const } : { subjectId: user.id }),
    limit: 25,
  }
  const events = usePages({
    queryKey: getQueryKey(trpc.audit.list, input, 'any'),
    load: (cursor) => client.audit.list.query({ ...input, cursor }),
  })
  return (
    <Section
      title={words.activityTitle}
      lead={
        <>
          {words.activityLead}{' '}
          <Link to="/admin/audit" search={side === 'done' ? { actor: user.id } : { subject: user.id }}>
            {words.activityAll}
          </Link>
        </>
      }
      actions={
        <FilterSelect
          label={words.activityOf}
          any={words.activitySides.subject}
          options={[{ value: 'done', label: words.activitySides.done }]}
          value={side === 'done' ? side : undefined}
          onChange={(value) => navigate({ search: (before) => ({ ...before, side: value }) })}
        />
      }
    >
      {events.error ? (
        <QueryFailure error={events.error} onRetry={events.refresh} />
      ) : events.total === undefined ? (
        <div aria-busy="true">
          <Skeleton width="70%" height={40} />
        </div>
      ) : events.total === 0 ? (
        <p className={classes.none}>{words.noActivity}</p>
      ) : (
        <>
          <ol className={classes.list}>
            {events.rows.map((event) => (
              <ActivityRow key={event.id} event={event} side={side} />
            ))}
          </ol>
          <LoadMore
            shown={events.rows.length}
            total={events.total}
            totalCapped={events.totalCapped}
            hasMore={events.hasMore}
            pending={events.loadingMore}
            onMore={events.loadMore}
          />
        </>
      )}
    </Section>
  )
}
