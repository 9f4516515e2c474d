import type { Acted, AuditAction } from '#shared/audit/audit.ts'
import { useAct } from '../../../components/dialog/use-act.ts'
import { trpc } from '../../../lib/api/trpc.ts'

interface Options {
  action: AuditAction
  done: string
  run: () => Promise<Acted | undefined>
}

/** `useAct` for what is done to a service account, and the calls that do it. */
export function useServiceAct() {
  const { client, serviceAccounts } = trpc.useUtils()
  const act = useAct()
  const refresh = () => serviceAccounts.invalidate()
  return {
    client: client.serviceAccounts,
    refresh,
    perform: (options: Options) => act({ ...options, refresh }),
  }
}
