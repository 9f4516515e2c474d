import { eq } from 'drizzle-orm'
import { savedView } from '#drizzle/schema/index.ts'
import { type CreateViewInput, maxViews, type SavedView } from '#shared/views.ts'
import { recordAudit } from '../audit/record/record-audit.ts'
import { generateId } from '../auth/generate-id.ts'
import { AppError } from '../errors.ts'
import type { ActorContext } from '../service-context.ts'
import { lockUsers } from '../users/guard/lock-users.ts'
import { viewColumns } from './list-views.ts'
import { nameTaken } from './name-taken.ts'

/** Keeps a view of a list for the actor. Throws CONFLICT for a name that they gave another one, and when they have too many. */
export function createView(ctx: ActorContext, { list, name, query }: CreateViewInput): Promise<SavedView> {
  const userId = ctx.actor.user.id
  return ctx.db.transaction(async (tx) => {
    // Held, so that nobody passes the bound by saving twice at once.
    await lockUsers(tx, { ids: [userId], admins: false, now: ctx.now })
    const kept = await tx.select({ list: savedView.list }).from(savedView).where(eq(savedView.userId, userId))
    const ofList = kept.filter((each) => each.list === list).length
    if (ofList >= maxViews.ofList || kept.length >= maxViews.inAll)
      throw new AppError('CONFLICT', 'You have as many views as you may keep. Delete one first.')
    const [made] = await tx
      .insert(savedView)
      .values({ id: generateId(), userId, list, name, query })
      .onConflictDoNothing()
      .returning(viewColumns)
    if (!made) throw nameTaken()
    await recordAudit(
      { ...ctx, db: tx },
      { action: 'view.create', subject: { type: 'view', id: made.id }, after: { list, name } },
    )
    return made
  })
}
