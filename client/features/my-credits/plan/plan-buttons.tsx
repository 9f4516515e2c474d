import { BusyButton } from '../../../components/control/busy-button.tsx'
import { text as words } from '../../../lib/text/subscriptions-text.ts'
import type { PlanActs } from './use-plan-acts.ts'

interface Props {
  acts: PlanActs
  /** Which of the acts it is, as `doing` has it. */
  act: string
  label?: string
  /** While something else has to be known first. */
  disabled?: boolean
  onClick: () => unknown
  children: string
}

/** A button of which only one works at a time: the pressed one shows it, the others wait. */
export function PlanButton({ acts, act, label, disabled = false, onClick, children }: Props) {
  const { doing, pending, secondsLeft } = acts
  const own = doing === act
  return (
    <BusyButton
      variant="default"
      size="sm"
      aria-label={label}
      pending={pending && own}
      disabled={disabled || secondsLeft > 0 || (pending && !own)}
      onClick={onClick}
    >
      {children}
    </BusyButton>
  )
}

/** Leads to where one looks after one's card, invoices and subscription, at the payment provider. */
export function ManageButton({ acts }: { acts: PlanActs }) {
  return (
    <PlanButton acts={acts} act="manage" onClick={acts.manage}>
      {words.manage}
    </PlanButton>
  )
}
