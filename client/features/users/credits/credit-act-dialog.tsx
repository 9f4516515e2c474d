import type { CreditsSummary } from '#shared/credits/credits.ts'
import type { UserDetail } from '#shared/users.ts'
import { AdjustForm, GrantForm } from './amount-forms.tsx'
import { PlanForm, QuotaForm } from './plan-forms.tsx'
import type { UserEntitlement } from './user-entitlement.ts'
export type CreditAct = 'grant' | 'adjust' | 'quota' | 'plan'

interface Props {
  act: CreditAct
  user: UserDetail
  summary: CreditsSummary
  /** What an admin set as the bound of the month. */
  set: UserEntitlement['set']
  onClose: () => void
}

/** Asks what an act on a user's credits needs to know, does it, and says so. */
export function CreditActDialog({ act, user, summary, set, onClose }: Props) {
  switch (act) {
    case 'grant':
      return <GrantForm {...{ user, onClose }} />
    case 'adjust':
      return <AdjustForm {...{ user, onClose }} available={summary.available} />
    case 'quota':
      return <QuotaForm {...{ user, set, onClose }} quota={summary.quota} />
    case 'plan':
      return <PlanForm {...{ user, onClose }} plan={summary.plan} />
  }
}
