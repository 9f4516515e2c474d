import { trpc } from '../../lib/api/trpc.ts'
import { useIntervalWithoutNews, useLiveRefresh } from '../../lib/live/use-live-refresh.ts'
import { totalCount } from '../../lib/text/format.ts'
import { text } from '../../lib/text/text.ts'
import classes from './navigation.module.css'

const refreshEveryMs = 60_000

/** How much feedback nobody has looked at yet, as it happens; nothing while there is none. */
export function NewFeedbackBadge() {
  const found = trpc.feedback.list.useQuery(
    { status: 'new', limit: 1 },
    { refetchInterval: useIntervalWithoutNews(refreshEveryMs) },
  )
  useLiveRefresh('feedback', found.refetch, { cost: 2 })
  const { total = 0, totalCapped = false } = found.data ?? {}
  if (total === 0) return null
  return (
    <span className={classes.badge}>
      {totalCount(total, totalCapped, text.locale)} <span className="visually-hidden">{text.shell.new}</span>
    </span>
  )
}
