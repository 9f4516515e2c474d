import { and, desc, eq, getTableColumns, gt, sql } from 'drizzle-orm'
import { session, user } from '#drizzle/schema/index.ts'
import type { ListSessionsInput, MySession, UserSession } from '#shared/sessions.ts'
import { AppError } from '../errors.ts'
import { holdsPermission } from '../key-status/holds-permission.ts'
import { requireSession } from '../key-status/require-session.ts'
import type { ActorContext } from '../service-context.ts'
import { isPerson } from '../user-status/service-accounts.ts'
import { toSessionSummary } from './session-view.ts'

const { token, ...columns } = getTableColumns(session)
// Whoever has more than a page full does not look for one of them, but ends them all.
const maxListed = 100

/** The actor's live sessions, the current one first, then by when they were last seen. */
export async function listMySessions(ctx: ActorContext): Promise<MySession[]> {
  const currentId = requireSession(ctx.actor).id
  const rows = await ctx.db
    .select(columns)
    .from(session)
    .where(and(eq(session.userId, ctx.actor.user.id), gt(session.expiresAt, ctx.now)))
    .orderBy(desc(sql`${session.id} = ${currentId}`), desc(session.lastSeenAt), desc(session.id))
    .limit(maxListed)
  return rows.map((row) => {
    const impersonated = row.impersonatedBy !== null
    return {
      ...toSessionSummary(row),
      ...(impersonated && { address: null, device: null }),
      current: row.id === currentId,
      impersonated,
    }
  })
}

/** A user's live sessions, the one last seen first, for the console. Throws NOT_FOUND. */
export async function listSessions(ctx: ActorContext, { userId }: ListSessionsInput): Promise<UserSession[]> {
  const [found] = await ctx.db
    .select({ id: user.id })
    .from(user)
    .where(and(eq(user.id, userId), isPerson()))
  if (!found) throw new AppError('NOT_FOUND', 'There is no such user.')
  const mayReadAddress = holdsPermission(ctx.actor, 'users.readEmail')
  const rows = await ctx.db
    .select({ ...columns, impersonatorName: user.name })
    .from(session)
    .leftJoin(user, eq(user.id, session.impersonatedBy))
    .where(and(eq(session.userId, userId), gt(session.expiresAt, ctx.now)))
    .orderBy(desc(session.lastSeenAt), desc(session.id))
    .limit(maxListed)
  return rows.map((row) => ({
    ...toSessionSummary(row),
    ...(!mayReadAddress && { address: null }),
    impersonatedBy:
      row.impersonatedBy === null ? null : { id: row.impersonatedBy, name: row.impersonatorName ?? '' },
  }))
}
