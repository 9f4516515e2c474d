import type { Acted, AuditAction } from '#shared/audit/audit.ts'
import { useAct } from '../../../components/dialog/use-act.ts'
import { trpc } from '../../../lib/api/trpc.ts'

interface Options {
  action: AuditAction
  done: string
  run: () => Promise<Acted | undefined>
}

/** `useAct` for what is done to a user's credits, plan and entitlements. */
export function useCreditAct() {
  const { credits, entitlements, users } = trpc.useUtils()
  const act = useAct()
  const refresh = () => Promise.all([credits.invalidate(), entitlements.invalidate(), users.invalidate()])
  return (options: Options) => act({ ...options, refresh })
}
