import type { UserTable } from '#drizzle/schema/index.ts'
import { outranks, type Permission, type Role } from '#shared/roles/roles.ts'
import { AppError } from '../../errors.ts'
import { holdsPermission } from '../../key-status/holds-permission.ts'
import type { ActorContext, ServiceContext } from '../../service-context.ts'
import { isService } from '../../user-status/service-accounts.ts'
import { statusOf } from '../../user-status/user-status.ts'
import { type LockedUsers, lockUsers } from './lock-users.ts'

/** The user whom an act is done to, their row held by the transaction. */
export interface Subject {
  user: UserTable
  /** To be called before the subject loses the role, is banned or deleted. Throws FORBIDDEN for the last admin. */
  keepAnAdmin(): void
}

interface ActOptions {
  id: string
  /** What the actor's role must hold at this moment. */
  permission: Permission
  /** Whether somebody may do it to themselves. */
  onOneself?: boolean
  /** What the subject is; a person unless told. */
  kind?: 'person' | 'service' | 'any'
  /** Whether the subject must be deleted (softly), must not be, or may be either. */
  deleted?: 'must' | 'must-not' | 'may'
}

/**
 * Runs an act of the console on somebody, in a transaction that holds both rows. Throws NOT_FOUND for an unknown user;
 * FORBIDDEN for oneself, for a user whom the actor does not outrank, and when the actor has lost the right to; CONFLICT
 * for a user who is deleted, or is not, where that matters.
 */
export function actOnUser<Ctx extends ActorContext, Result>(
  ctx: Ctx,
  options: ActOptions,
  act: (ctx: Ctx, subject: Subject) => Promise<Result>,
): Promise<Result> {
  const { id, permission, onOneself = false, kind = 'person', deleted = 'must-not' } = options
  const actorId = ctx.actor.user.id
  return ctx.db.transaction(async (tx) => {
    // No other row need be locked while the actor is a live admin: nobody else can be the last one. A program is none.
    const admins = isService(ctx.actor.user)
    const users = await lockUsers(tx, { ids: [actorId, id], admins, now: ctx.now })
    const actor = requireActor(users, ctx, permission)
    const user = users.get(id)
    if (!user || (kind !== 'any' && isService(user) !== (kind === 'service'))) throw notFound[kind]()
    if (id === actorId) refuseOneself(onOneself)
    else requireRank(actor.role, user.role)
    if (deleted !== 'may') requireDeleted(ctx, user, deleted === 'must')
    return act({ ...ctx, db: tx }, { user, keepAnAdmin: () => users.keepAnAdmin(id) })
  })
}

/**
 * Runs an act of the console that is done to nobody, in a transaction that holds the actor's row. Throws FORBIDDEN when
 * the actor has lost the right to.
 */
export function actWithPermission<Ctx extends ActorContext, Result>(
  ctx: Ctx,
  permission: Permission,
  act: (ctx: Ctx) => Promise<Result>,
): Promise<Result> {
  return ctx.db.transaction(async (tx) => {
    const users = await lockUsers(tx, { ids: [ctx.actor.user.id], admins: false, now: ctx.now })
    requireActor(users, ctx, permission)
    return act({ ...ctx, db: tx })
  })
}

const notFound = {
  person: () => new AppError('NOT_FOUND', 'There is no such user.'),
  service: () => new AppError('NOT_FOUND', 'There is no such service account.'),
  any: () => new AppError('NOT_FOUND', 'There is no such user or service account.'),
}

/**
 * For an act that makes a user, such as an invitation: throws FORBIDDEN when the actor, whose row is among the locked
 * ones, has lost the right to manage users, or would give a role above their own.
 */
export function requireGrant(
  ctx: ActorContext,
  users: LockedUsers,
  role: Role,
  permission: Permission = 'users.manage',
): void {
  const actor = requireActor(users, ctx, permission)
  requireRank(actor.role, role)
}

// The session was looked up before; a demotion or ban that was committed since then counts.
function requireActor(users: LockedUsers, ctx: ActorContext, permission: Permission): UserTable {
  const { key, user } = ctx.actor
  const actor = users.get(user.id)
  if (actor && statusOf(actor, ctx.now) === 'active' && holdsPermission({ user: actor, key }, permission))
    return actor
  throw new AppError('FORBIDDEN', 'Your role does not allow this.', {
    reason: { kind: 'permission', permission },
  })
}

function refuseOneself(allowed: boolean): void {
  if (allowed) return
  throw new AppError('FORBIDDEN', 'Nobody can do this to themselves. Ask another admin.', {
    reason: { kind: 'self' },
  })
}

/** Throws FORBIDDEN when a role may not act on the other, nor give it. */
export function requireRank(actor: Role, subject: Role): void {
  if (outranks(actor, subject)) return
  throw new AppError('FORBIDDEN', 'This needs a higher role than yours.', { reason: { kind: 'rank' } })
}

function requireDeleted({ now }: ServiceContext, user: UserTable, wanted: boolean): void {
  if ((statusOf(user, now) === 'deleted') === wanted) return
  throw wrongStatus(
    user,
    now,
    wanted
      ? 'This user is not deleted.'
      : isService(user)
        ? 'This service account is deleted.'
        : 'This user is deleted. Restore them first.',
  )
}

/** The answer to an act that does not fit what the user is at the moment. */
export const wrongStatus = (user: UserTable, now: Date, message: string) =>
  new AppError('CONFLICT', message, { reason: { kind: 'status', status: statusOf(user, now) } })
