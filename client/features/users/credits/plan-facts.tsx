import type { CreditsSummary } from '#shared/credits/credits.ts'
import { shown } from '../../../components/credits/credit-words.ts'
import { Facts } from '../../../components/detail/facts.tsx'
import { TimeText } from '../../../components/detail/time-text.tsx'
import { text } from '../../../lib/text/text.ts'
import { wordFor } from '../../../lib/text/word-for.ts'
import type { UserEntitlement } from './user-entitlement.ts'

const words = text.userCredits

interface Props {
  plan: CreditsSummary['plan']
  entitlements: readonly UserEntitlement[]
}

/** Which plan it is, until when, and what it includes. */
export function PlanFacts({ plan, entitlements }: Props) {
  const ends: [string, React.ReactNode][] = plan.until
    ? [[words.planEnds, <TimeText key="ends" value={plan.until} />]]
    : []
  return (
    <Facts
      items={[
        [text.credits.plan, plan.title],
        ...ends,
        ...entitlements.map(({ key, inPlan }): [string, string] => [
          wordFor(words.keys, key),
          valueText(inPlan),
        ]),
      ]}
    />
  )
}

// Null bounds nothing.
function valueText(value: unknown): string {
  if (value === null) return words.noBound
  if (typeof value === 'boolean') return value ? text.common.yes : text.common.no
  if (typeof value === 'number') return shown(value)
  return typeof value === 'string' ? value : JSON.stringify(value)
}
