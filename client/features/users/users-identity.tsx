import type { ReactNode } from 'react'
import { ConfirmIdentity } from '../../components/confirm-identity.tsx'
import { trpc } from '../../lib/trpc.ts'

/** Around a page about users: asks who acts for the password again when an act needs it. */
export function UsersIdentity({ children }: { children: ReactNode }) {
  const confirm = trpc.sessions.confirm.useMutation()
  return (
    <ConfirmIdentity confirm={(password) => confirm.mutateAsync({ password })}>{children}</ConfirmIdentity>
  )
}
