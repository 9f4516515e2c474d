import { and, eq } from 'drizzle-orm'
import { savedView } from '#drizzle/schema/index.ts'
import type { ViewIdInput } from '#shared/views.ts'
import { recordAudit } from '../audit/record/record-audit.ts'
import type { ActorContext } from '../service-context.ts'
import { noSuchView } from './update-view.ts'

/** Deletes a view of the actor's. Throws NOT_FOUND, for one of somebody else's too. */
export function removeView(ctx: ActorContext, { id }: ViewIdInput): Promise<{ id: string }> {
  return ctx.db.transaction(async (tx) => {
    const [gone] = await tx
      .delete(savedView)
      .where(and(eq(savedView.id, id), eq(savedView.userId, ctx.actor.user.id)))
      .returning()
    if (!gone) throw noSuchView()
    await recordAudit(
      { ...ctx, db: tx },
      {
        action: 'view.remove',
        subject: { type: 'view', id },
        before: { list: gone.list, name: gone.name },
      },
    )
    return { id }
  })
}
