import { requireFresh } from '../auth/sessions/require-fresh.ts'
import { actOnService } from '../service-accounts/act-on-service.ts'
import { changeService, type ServiceAct, stateOf } from '../service-accounts/change-service.ts'
import { requireRank } from '../users/guard/act-on-user.ts'
import { claimUndo } from './claim-undo.ts'
import { requireUnchanged } from './require-unchanged.ts'
import type { UndoableEvent, UndoContext } from './undo-context.ts'

const inverses: Record<ServiceAct, ServiceAct> = {
  'serviceAccount.rename': 'serviceAccount.rename',
  'serviceAccount.setRole': 'serviceAccount.setRole',
  'serviceAccount.disable': 'serviceAccount.enable',
  'serviceAccount.enable': 'serviceAccount.disable',
  'serviceAccount.remove': 'serviceAccount.restore',
  'serviceAccount.restore': 'serviceAccount.remove',
}

/** Takes back what was done to a service account, whose row is locked meanwhile. */
export async function undoServiceAct(ctx: UndoContext, event: UndoableEvent<ServiceAct>): Promise<void> {
  const { action, subjectId: id, before, after } = event
  if (action === 'serviceAccount.setRole') requireFresh(ctx)
  const deleted = action === 'serviceAccount.remove' ? 'must' : 'must-not'
  await actOnService(ctx, { id, deleted }, async (inside, account) => {
    if (event.action === 'serviceAccount.setRole' && event.before?.role)
      requireRank(ctx.actor.user.role, event.before.role)
    await claimUndo(inside, event)
    requireUnchanged({ ...stateOf(account) }, after)
    await changeService(inside, account, inverses[action], { ...before })
  })
}
