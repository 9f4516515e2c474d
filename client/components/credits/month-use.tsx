import type { CreditsSummary } from '#shared/credits/credits.ts'
import { text as words } from '../../lib/text/credits-text.ts'
import { Meter } from '../detail/meter.tsx'
import { StatusWord } from '../notice/status-word.tsx'
import { shown } from './credit-words.ts'
import classes from './credits.module.css'

type Use = Pick<CreditsSummary, 'quota' | 'quotaUsed'>

/** What was spent this month against its bound, as the meters of limits show it; a sentence where there is no bound. */
export function MonthUse({ quota, quotaUsed }: Use) {
  if (quota === null) return <p>{words.unbounded(shown(quotaUsed), quotaUsed)}</p>
  const left = Math.max(0, quota - quotaUsed)
  return (
    <>
      <div className={classes.top}>
        <span>{words.usedOf(shown(quotaUsed), shown(quota))}</span>
        <QuotaState quota={quota} quotaUsed={quotaUsed} />
      </div>
      <QuotaMeter quota={quota} quotaUsed={quotaUsed} />
      <p className={classes.below}>{words.left(shown(left))}</p>
    </>
  )
}

/** The bar alone. */
export function QuotaMeter({ quota, quotaUsed }: { quota: number; quotaUsed: number }) {
  return (
    <Meter
      label={words.quotaMeter(shown(quotaUsed), shown(quota))}
      value={quotaUsed}
      max={quota}
      blocked={quotaUsed >= quota}
      valueText={words.usedOf(shown(quotaUsed), shown(quota))}
    />
  )
}

function QuotaState({ quota, quotaUsed }: { quota: number; quotaUsed: number }) {
  if (quotaUsed >= quota) return <StatusWord tone="blocked">{words.quotaReached}</StatusWord>
  if (quotaUsed >= quota * 0.8) return <StatusWord tone="waiting">{words.quotaNear}</StatusWord>
  return <StatusWord tone="good">{words.quotaRoom}</StatusWord>
}
