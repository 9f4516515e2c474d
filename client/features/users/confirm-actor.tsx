import type { ReactNode } from 'react'
import { ConfirmIdentity } from '../../components/dialog/confirm-identity.tsx'
import { trpc } from '../../lib/api/trpc.ts'

/** Around a page about users: asks the reader for the password again when an act needs it. */
export function ConfirmActor({ children }: { children: ReactNode }) {
  const confirm = trpc.sessions.confirm.useMutation()
  return (
    <ConfirmIdentity confirm={(password) => confirm.mutateAsync({ password })}>{children}</ConfirmIdentity>
  )
}
