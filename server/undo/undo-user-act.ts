import type { UserTable } from '#drizzle/schema/index.ts'
import { type UndoableAction, undoPermission } from '#shared/audit/undoable-actions.ts'
import { requireFresh } from '../auth/sessions/require-fresh.ts'
import { lookingAgain } from '../database/unique-violation.ts'
import { applyBan } from '../users/acts/ban-user.ts'
import { applyRemoval } from '../users/acts/remove-user.ts'
import { applyRestoration } from '../users/acts/restore-user.ts'
import { applyEmail } from '../users/acts/set-email.ts'
import { applyRole } from '../users/acts/set-role.ts'
import { applyVerified } from '../users/acts/set-verified.ts'
import { applyUnban } from '../users/acts/unban-user.ts'
import { applyUpdate } from '../users/acts/update-user.ts'
import { actOnUser, type Subject } from '../users/guard/act-on-user.ts'
import { claimUndo } from './claim-undo.ts'
import { requireUnchanged } from './require-unchanged.ts'
import type { UndoableEvent, UndoContext } from './undo-context.ts'

type UserAct = Exclude<Extract<UndoableAction, `user.${string}`>, 'user.updateDetails'>

/** Takes back what was done to a user, whose row is locked meanwhile. */
export async function undoUserAct(ctx: UndoContext, event: UndoableEvent<UserAct>): Promise<void> {
  if (event.action === 'user.setRole' || event.action === 'user.setEmail') requireFresh(ctx)
  const options = {
    id: event.subjectId,
    permission: undoPermission(event.action),
    onOneself: event.action === 'user.update',
    deleted: event.action === 'user.remove' || event.action === 'user.refuse' ? 'must' : 'must-not',
  } as const
  await lookingAgain(() =>
    actOnUser(ctx, options, async (inside, subject) => {
      await claimUndo(inside, event)
      requireUnchanged({ ...subject.user }, leftBy(event))
      await inverses[event.action](inside, subject, { ...subject.user, ...event.before })
    }),
  )
}

// The reason of a refusal is in the row of the log alone, where it stays as it was.
function leftBy({ action, after }: UndoableEvent<UserAct>) {
  if (action !== 'user.refuse' || !after) return after
  const { reason, ...left } = after
  return left
}

type Inverse = (ctx: UndoContext, subject: Subject, former: UserTable) => Promise<unknown>

const backToBan: Inverse = (ctx, subject, { bannedAt, bannedUntil, banReason }) =>
  bannedAt === null
    ? applyUnban(ctx, subject)
    : applyBan(ctx, subject, { reason: banReason ?? '', until: bannedUntil?.toISOString() ?? null })
const bringBack: Inverse = (ctx, { user }) => applyRestoration(ctx, user)

const inverses: Record<UserAct, Inverse> = {
  'user.ban': backToBan,
  'user.unban': backToBan,
  'user.setRole': (ctx, subject, { role }) => applyRole(ctx, subject, role),
  'user.setEmail': (ctx, { user }, { email, emailVerified }) =>
    applyEmail(ctx, user, { email, emailVerified }),
  'user.setVerified': (ctx, { user }, { emailVerified }) => applyVerified(ctx, user, emailVerified),
  'user.update': (ctx, { user }, { name }) => applyUpdate(ctx, user, { name }),
  'user.remove': bringBack,
  'user.refuse': bringBack,
  'user.restore': (ctx, subject) => applyRemoval(ctx, subject),
}
