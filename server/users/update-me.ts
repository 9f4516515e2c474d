import { and, eq, isNull } from 'drizzle-orm'
import { user } from '#drizzle/schema/index.ts'
import type { SessionUser, UpdateMeInput } from '#shared/users.ts'
import { toSessionUser } from '../auth/session-user.ts'
import { AppError } from '../errors.ts'
import type { ActorContext } from '../service-context.ts'

/** Changes the actor's own name or picture and returns the user as it is now. Throws NOT_FOUND once deleted. */
export async function updateMe(ctx: ActorContext, input: UpdateMeInput): Promise<SessionUser> {
  const [updated] = await ctx.db
    .update(user)
    .set({ name: input.name, image: input.image, updatedAt: ctx.now })
    .where(and(eq(user.id, ctx.actor.user.id), isNull(user.deletedAt)))
    .returning()
  if (!updated) throw new AppError('NOT_FOUND', 'This account does not exist any more.')
  return toSessionUser(updated)
}
