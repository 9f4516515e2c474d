import { Button } from '@mantine/core'
import type { UserDetail } from '#shared/users.ts'
import { type Actor, whyNot } from '../acts/user-acts.ts'
import { useMe } from '../use-me.ts'

interface Props {
  user: UserDetail
  actor: Actor
  label: string
  /** What it is about, where several buttons are called alike. */
  about?: string
  onClick: () => void
}

/** An act on a user's credits: absent for who only reads; disabled with the reason for a user out of the actor's reach. */
export function ActButton({ user, actor, label, about, onClick }: Props) {
  const { may } = useMe()
  if (!may('credits.manage') || user.status === 'deleted') return null
  const reason = whyNot(actor, 'setRole', user)
  return (
    <Button
      size="compact-sm"
      variant="default"
      aria-label={about && `${label} ${about}`}
      disabled={reason !== null}
      title={reason ?? undefined}
      onClick={onClick}
    >
      {label}
    </Button>
  )
}
