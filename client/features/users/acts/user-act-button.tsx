import { Button, type ButtonProps } from '@mantine/core'
import type { UserSummary } from '#shared/users.ts'
import { text } from '../../../lib/text/text.ts'
import type { ChosenAct } from './user-act-dialog.tsx'
import { type Actor, actsFor, type UserAct, whyNot } from './user-acts.ts'

/** What every part of a user's page gets. */
export interface UserPartProps<User extends UserSummary = UserSummary> {
  user: User
  actor: Actor
  onAct: (chosen: ChosenAct) => void
}

interface Props extends UserPartProps, Pick<ButtonProps, 'variant' | 'color' | 'size'> {
  act: UserAct
  disabled?: boolean
}

/** The button of one act: absent for a role that never may, disabled with the reason for a user out of its reach. */
export function UserActButton({ act, user, actor, onAct, disabled = false, ...look }: Props) {
  if (!actsFor(actor, user).includes(act)) return null
  const reason = whyNot(actor, act, user)
  return (
    <Button
      variant="default"
      {...look}
      disabled={disabled || reason !== null}
      title={reason ?? undefined}
      onClick={() => onAct({ act, user })}
    >
      {text.userActs[act].item}
    </Button>
  )
}
