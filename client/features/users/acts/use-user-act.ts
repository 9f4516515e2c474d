import type { AuditAction } from '#shared/audit/audit.ts'
import { isUndoable } from '#shared/audit/undoable-actions.ts'
import { useConfirmedIdentity } from '../../../components/dialog/confirm-identity.tsx'
import { toast, toastUndo } from '../../../components/notice/toast.tsx'
import { trpc } from '../../../lib/api/trpc.ts'
import { useMe } from '../use-me.ts'

interface Options {
  /** As the audit log calls it. */
  action: AuditAction
  userId: string
  /** What is said when it is done. */
  done: string
  run: () => Promise<unknown>
}

/** Does something to a user: with a fresh proof where one is asked for, and with Undo for roles that may. */
export function useUserAct() {
  const queries = trpc.useUtils()
  const withIdentity = useConfirmedIdentity()
  const { me, may } = useMe()

  const findRow = async (action: AuditAction, subjectId: string) => {
    if (!me || !isUndoable(action) || !may('users.manage') || !may('audit.read')) return null
    const input = { actions: [action], subjectId, actorId: me.id, limit: 1 }
    const page = await queries.client.audit.list.query(input).catch(() => null)
    return page?.items[0]?.id ?? null
  }
  const refresh = () =>
    Promise.all([queries.users.invalidate(), queries.sessions.invalidate(), queries.audit.invalidate()])

  return async ({ action, userId, done, run }: Options) => {
    await withIdentity(run)
    const id = await findRow(action, userId)
    if (id === null) toast(done)
    else
      toastUndo(done, async () => {
        await withIdentity(() => queries.client.audit.undo.mutate({ id }))
        await refresh()
      })
    await refresh()
  }
}
