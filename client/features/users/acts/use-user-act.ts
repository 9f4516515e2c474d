import type { Acted, AuditAction } from '#shared/audit/audit.ts'
import { useAct } from '../../../components/dialog/use-act.ts'
import { trpc } from '../../../lib/api/trpc.ts'

interface Options {
  action: AuditAction
  done: string
  run: () => Promise<Acted | undefined>
}

/** `useAct` for what is done to a user. */
export function useUserAct() {
  const { users, sessions } = trpc.useUtils()
  const act = useAct()
  const refresh = () => Promise.all([users.invalidate(), sessions.invalidate()])
  return (options: Options) => act({ ...options, refresh })
}
