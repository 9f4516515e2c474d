import type { PlanOnSale } from '#shared/orders/orders.ts'
import type { SubscriptionView } from '#shared/orders/subscriptions.ts'
import { ConfirmDialog } from '../../../components/dialog/confirm-dialog.tsx'
import { toast } from '../../../components/notice/toast.tsx'
import { text as words } from '../../../lib/text/subscriptions-text.ts'
import { dayOf, whatHappens } from './plan-words.ts'

interface Props {
  from: SubscriptionView
  to: PlanOnSale
  change: (plan: string) => Promise<SubscriptionView>
  onClose: () => void
}

/** Says what a change of the plan means before it is made: when it counts, and what is charged. */
export function ChangePlan({ from, to, change, onClose }: Props) {
  const confirm = async () => {
    const { nextPlan, title, periodEnd } = await change(to.name)
    toast(nextPlan ? words.changes(nextPlan.title, dayOf(periodEnd)) : words.changed(title))
  }
  return (
    <ConfirmDialog
      opened
      title={words.changeTitle(to.title)}
      confirm={words.changeTo(to.title)}
      onClose={onClose}
      onConfirm={confirm}
    >
      <p>{whatHappens(from, to)}</p>
    </ConfirmDialog>
  )
}
