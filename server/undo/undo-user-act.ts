import type { AuditFields, UserTable } from '#drizzle/schema/index.ts'
import { roleSchema } from '#shared/role-schema.ts'
import { imageSchema, nameSchema } from '#shared/users.ts'
import { requireFresh } from '../auth/sessions/require-fresh.ts'
import { AppError } from '../errors.ts'
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

/** Takes back what was done to a user, whose row is locked meanwhile. */
export async function undoUserAct(ctx: UndoContext, event: UndoableEvent, record: RecordUndo): Promise<void> {
  if (event.action === 'user.setRole') requireFresh(ctx)
  const options = {
    id: event.subject.id,
    permission: 'users.manage',
    onOneself: event.action === 'user.update',
    deleted: event.action === 'user.remove' || event.action === 'user.refuse' ? 'must' : 'must-not',
  } as const
  await restoring(() =>
    actOnUser(ctx, options, async (inside, subject) => {
      requireUnchanged({ ...subject.user }, event.after)
      await takeBack(inside, subject, event)
      await record(inside)
    }),
  )
}

async function takeBack(ctx: ActorContext, subject: Subject, event: UndoableEvent): Promise<UserTable> {
  const former: AuditFields = { ...subject.user, ...event.before }
  switch (event.action) {
    case 'user.ban':
    case 'user.unban':
      if (former.bannedAt === null) return applyUnban(ctx, subject)
      return applyBan(ctx, subject, {
        reason: String(former.banReason ?? ''),
        until:
          former.bannedUntil === null ? null : new Date(former.bannedUntil as string | Date).toISOString(),
      })
    case 'user.setRole':
      return applyRole(ctx, subject, parse(roleSchema, former.role))
    case 'user.update':
      return applyUpdate(ctx, subject.user, {
        name: parse(nameSchema, former.name),
        image: parse(imageSchema.nullable(), former.image),
      })
    case 'user.remove':
    case 'user.refuse':
      return applyRestoration(ctx, subject.user)
    case 'user.restore':
      return applyRemoval(ctx, subject)
    default:
      throw new AppError('BAD_REQUEST', 'An act of this kind cannot be taken back.')
  }
}

function parse<Output>(
  schema: { safeParse(value: unknown): { success: boolean; data?: Output } },
  value: unknown,
): Output {
  const { success, data } = schema.safeParse(value)
  if (success) return data as Output
  throw new AppError('CONFLICT', 'What it was before is not allowed any more.')
}
