import type { CreditsSummary } from '#shared/credits/credits.ts'
import { text as words } from '../../lib/text/credits-text.ts'
import { endTime, relativeTime, timeText } from '../../lib/text/format.ts'
import { text } from '../../lib/text/text.ts'
import { Figure, Figures } from '../detail/figures.tsx'
import { shown } from './credit-words.ts'

/** What there is, what was spent of the month, and what plan it comes with. */
export function CreditFigures({ summary }: { summary: CreditsSummary | undefined }) {
  const { available, held = 0, quota, quotaUsed, periodEnd, plan } = summary ?? {}
  const now = new Date()
  const ends = periodEnd === undefined ? undefined : new Date(periodEnd)
  return (
    <Figures busy={summary === undefined}>
      <Figure
        name={words.available}
        value={available === undefined ? undefined : shown(available)}
        second={held > 0 ? words.held(shown(held)) : words.noneHeld}
      />
      <Figure
        name={words.usedThisMonth}
        value={quotaUsed === undefined ? undefined : shown(quotaUsed)}
        second={quota === null ? words.noQuota : quota === undefined ? '' : words.ofQuota(shown(quota))}
      />
      <Figure
        name={words.monthEnds}
        value={ends && timeText(ends, 'day', text.locale)}
        second={ends ? relativeTime(ends, now, text.locale) : ''}
      />
      <Figure
        name={words.plan}
        value={plan?.title}
        second={plan?.until ? words.untilTime(endTime(new Date(plan.until), now, text.locale)) : ''}
      />
    </Figures>
  )
}
