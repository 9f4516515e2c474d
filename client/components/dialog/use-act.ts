import type { Acted, AuditAction } from '#shared/audit/audit.ts'
import { isUndoable, undoPermission } from '#shared/audit/undoable-actions.ts'
import { hasPermission } from '#shared/roles/roles.ts'
import { trpc } from '../../lib/api/trpc.ts'
import { text } from '../../lib/text/text.ts'
import { toast, toastUndo } from '../notice/toast.tsx'
import { useConfirmedIdentity } from './confirm-identity.tsx'

interface Options {
  /** As the audit log calls it. */
  action: AuditAction
  /** What is said when it is done. */
  done: string
  /** Does it; an act that cannot be taken back answers nothing. */
  run: () => Promise<Acted | undefined>
  /** Reads anew what it changes, as does taking it back. */
  refresh: () => Promise<unknown>
}

/** Does something with a fresh proof where one is asked for, says so, and offers to take it back to roles that may. */
export function useAct() {
  const queries = trpc.useUtils()
  const withIdentity = useConfirmedIdentity()
  const { data } = trpc.users.me.useQuery()
  const mayUndo = (action: AuditAction) =>
    data !== undefined && isUndoable(action) && hasPermission(data.user.role, undoPermission(action))

  return async ({ action, done, run, refresh }: Options) => {
    const acted = await withIdentity(run)
    const refreshAll = () => Promise.all([refresh(), queries.audit.invalidate()])
    const id = acted?.auditId
    if (id === null) toast(text.components.unchanged)
    else if (id === undefined || !mayUndo(action)) toast(done)
    else
      toastUndo(done, id, async () => {
        await withIdentity(() => queries.client.audit.undo.mutate({ id }))
        await refreshAll()
      })
    await refreshAll()
  }
}
