import type { CreditLotView } from '#shared/credits/credits.ts'
import { text as words } from '../../lib/text/credits-text.ts'
import { TimeText } from '../detail/time-text.tsx'
import { shown } from './credit-words.ts'
import classes from './credits.module.css'

/** What is left of each gift, and when it ends, in the order of use. */
export function CreditLots({ lots }: { lots: readonly CreditLotView[] }) {
  if (lots.length === 0) return <p className={classes.muted}>{words.noLots}</p>
  return (
    <ol className={classes.lots}>
      {lots.map(({ id, kind, credits, remaining, expiresAt }) => (
        <li key={id} className={classes.lot}>
          <span className={classes.lotName}>{words.kinds[kind]}</span>
          <span className={classes.muted}>
            {expiresAt === null ? (
              words.lotStays
            ) : (
              <>
                {words.lotEnds} <TimeText value={expiresAt} />
              </>
            )}
          </span>
          <span className={classes.lotLeft}>{words.lotOf(shown(remaining), shown(credits))}</span>
        </li>
      ))}
    </ol>
  )
}
