import type { CreditsSummary } from '#shared/credits/credits.ts'
import { Facts } from '../../../components/detail/facts.tsx'
import { TimeText } from '../../../components/detail/time-text.tsx'
import { text as creditWords } from '../../../lib/text/credits-text.ts'
import { text as words } from '../../../lib/text/user-credits-text.ts'
import { entitlementName, type UserEntitlement, valueText } from './user-entitlement.ts'

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
        [creditWords.plan, plan.title],
        ...ends,
        ...entitlements.map(({ key, inPlan }): [string, string] => [entitlementName(key), valueText(inPlan)]),
      ]}
    />
  )
}
