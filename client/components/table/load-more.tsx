import { count, totalCount } from '../../lib/text/format.ts'
import { text } from '../../lib/text/text.ts'
import { BusyButton } from '../control/busy-button.tsx'
import classes from './load-more.module.css'

interface Props {
  shown: number
  total: number
  /** There are more than `total`. */
  totalCapped?: boolean
  hasMore: boolean
  pending: boolean
  onMore: () => void
}

/** The end of a list: how much of it is shown, and the next page. */
export function LoadMore({ shown, total, totalCapped, hasMore, pending, onMore }: Props) {
  return (
    <footer className={classes.root}>
      <span className={classes.count}>
        {text.common.shown(count(shown, text.locale), totalCount(total, totalCapped, text.locale))}
      </span>
      {hasMore ? (
        <BusyButton variant="default" pending={pending} onClick={onMore}>
          {text.common.loadMore}
        </BusyButton>
      ) : null}
    </footer>
  )
}
