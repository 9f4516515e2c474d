import { useInfiniteQuery } from '@tanstack/react-query'
import { getQueryKey } from '@trpc/react-query'
import type { SecurityEvent } from '#shared/security.ts'
import { BusyButton } from '../../../components/control/busy-button.tsx'
import { TimeText } from '../../../components/detail/time-text.tsx'
import { QueryFailure } from '../../../components/notice/query-failure.tsx'
import { ItemRow, ItemRows, LoadingRows } from '../../../components/page/item-row.tsx'
import { Section } from '../../../components/page/page.tsx'
import { trpc } from '../../../lib/api/trpc.ts'
import { deviceName } from '../../../lib/text/device-name.ts'
import { text } from '../../../lib/text/text.ts'
import classes from '../security.module.css'
import { iconOf } from './security-event-icon.ts'
import { securityEventText } from './security-event-text.ts'

const words = text.security
const input = { limit: 8 }

/** What happened to my account, newest first. */
export function EventsSection() {
  const { client } = trpc.useUtils()
  // Not tRPC's own infinite hook, which adds a `direction` that our strict inputs refuse.
  const events = useInfiniteQuery({
    queryKey: getQueryKey(trpc.users.mySecurityEvents, input, 'any'),
    queryFn: ({ pageParam }) => client.users.mySecurityEvents.query({ ...input, cursor: pageParam }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  })
  const rows = events.data?.pages.flatMap(({ items }) => items)
  return (
    <Section title={words.eventsTitle} lead={words.eventsLead}>
      {rows?.length === 0 ? (
        <p className={classes.muted}>{words.eventsEmpty}</p>
      ) : rows ? (
        <ItemRows>
          {rows.map((event) => (
            <EventRow key={event.id} event={event} />
          ))}
        </ItemRows>
      ) : events.isError ? (
        <QueryFailure error={events.error} onRetry={events.refetch} />
      ) : (
        <LoadingRows amount={4} />
      )}
      {events.hasNextPage ? (
        <div className={classes.more}>
          <BusyButton
            variant="default"
            pending={events.isFetchingNextPage}
            onClick={() => events.fetchNextPage()}
          >
            {text.common.loadMore}
          </BusyButton>
        </div>
      ) : null}
    </Section>
  )
}

function EventRow({ event }: { event: SecurityEvent }) {
  const { action, at, byMe, address, device } = event
  return (
    <ItemRow
      Icon={iconOf(action)}
      name={securityEventText(event)}
      second={
        <>
          <TimeText value={at} />
          {device ? <span>{deviceName(device)}</span> : null}
          {address ? <span>{address}</span> : null}
          {!byMe && !address ? <span>{words.byService}</span> : null}
        </>
      }
    />
  )
}
