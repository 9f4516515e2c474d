import { text as creditWords } from '../../../lib/text/credits-text.ts'
import { endTime } from '../../../lib/text/format.ts'
import { text } from '../../../lib/text/text.ts'
import { text as words } from '../../../lib/text/user-credits-text.ts'
import classes from './user-credits.module.css'
import type { UserEntitlement } from './user-entitlement.ts'

/** Who set a value, until when and why; or that it is a promotion's or the plan's. */
export function ValueSource({ entitlement: { set, source, until } }: { entitlement: UserEntitlement }) {
  if (!set) return <p className={classes.source}>{source === 'promo' ? words.promo : words.fromPlan}</p>
  return (
    <div className={classes.source}>
      <p>
        {set.by ? words.setBy(set.by.name) : words.setByGone}
        {until ? `, ${creditWords.untilTime(endTime(new Date(until), new Date(), text.locale))}` : ''}
      </p>
      <p className={classes.reason}>{set.reason}</p>
    </div>
  )
}
