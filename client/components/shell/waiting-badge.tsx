import { trpc } from '../../lib/api/trpc.ts'
import { useIntervalWithoutNews, useLiveRefresh } from '../../lib/live/use-live-refresh.ts'
import { totalCount } from '../../lib/text/format.ts'
import { text } from '../../lib/text/text.ts'
import classes from './navigation.module.css'

const refreshEveryMs = 60_000

/** How many accounts wait for approval, as it happens; nothing while none does. */
export function WaitingBadge() {
  const waiting = trpc.users.list.useQuery(
    { status: 'pending', limit: 1 },
    { refetchInterval: useIntervalWithoutNews(refreshEveryMs) },
  )
  useLiveRefresh('users', waiting.refetch, { cost: 2 })
  const { total = 0, totalCapped = false } = waiting.data ?? {}
  if (total === 0) return null
  const shown = totalCount(total, totalCapped, text.locale)
  return (
    <span className={classes.badge}>
      {shown} <span className="visually-hidden">{text.shell.waiting}</span>
    </span>
  )
}
