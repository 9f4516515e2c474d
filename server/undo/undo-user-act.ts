import type { UserTable } from '#drizzle/schema/index.ts'
import type { UndoableAction } from '#shared/audit/undoable-actions.ts'
import { requireFresh } from '../auth/sessions/require-fresh.ts'
import type { ActorContext } from '../service-context.ts'
import { applyBan } from '../users/acts/ban-user.ts'
import { applyRemoval } from '../users/acts/remove-user.ts'
import { applyRestoration, restoring } from '../users/acts/restore-user.ts'
import { applyRole } from '../users/acts/set-role.ts'
import { applyUnban } from '../users/acts/unban-user.ts'
import { applyUpdate } from '../users/acts/update-user.ts'
import { actOnUser, type Subject } from '../users/guard/act-on-user.ts'
import { requireUnchanged } from './require-unchanged.ts'
import type { RecordUndo, UndoableEvent, UndoContext } from './undo-context.ts'

type UserAct = Extract<UndoableAction, `user.${string}`>

/** Takes back what was done to a user, whose row is locked meanwhile. */
export async function undoUserAct(
  ctx: UndoContext,
  event: UndoableEvent<UserAct>,
  record: RecordUndo,
): Promise<void> {
  if (event.action === 'user.setRole') requireFresh(ctx)
  const options = {
    id: event.subjectId,
    permission: 'users.manage',
    onOneself: event.action === 'user.update',
    deleted: event.action === 'user.remove' || event.action === 'user.refuse' ? 'must' : 'must-not',
  } as const
  await restoring(() =>
    actOnUser(ctx, options, async (inside, subject) => {
      requireUnchanged({ ...subject.user }, leftBy(event))
      await inverses[event.action](inside, subject, { ...subject.user, ...event.before })
      await record(inside)
    }),
  )
}

// The reason of a refusal is in the row of the log alone, where it stays as it was.
function leftBy({ action, after }: UndoableEvent<UserAct>) {
  if (action !== 'user.refuse' || !after) return after
  const { reason, ...left } = after
  return left
}

type Inverse = (ctx: ActorContext, subject: Subject, former: UserTable) => Promise<UserTable>

const backToBan: Inverse = (ctx, subject, { bannedAt, bannedUntil, banReason }) =>
  bannedAt === null
    ? applyUnban(ctx, subject)
    : applyBan(ctx, subject, { reason: banReason ?? '', until: bannedUntil?.toISOString() ?? null })
const bringBack: Inverse = (ctx, { user }) => applyRestoration(ctx, user)

const inverses: Record<UserAct, Inverse> = {
  'user.ban': backToBan,
  'user.unban': backToBan,
  'user.setRole': (ctx, subject, { role }) => applyRole(ctx, subject, role),
  'user.update': (ctx, { user }, { name, image }) => applyUpdate(ctx, user, { name, image }),
  'user.remove': bringBack,
  'user.refuse': bringBack,
  'user.restore': (ctx, subject) => applyRemoval(ctx, subject),
}
