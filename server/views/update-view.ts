import { and, eq } from 'drizzle-orm'
import { savedView } from '#drizzle/schema/index.ts'
import type { SavedView, UpdateViewInput } from '#shared/views.ts'
import { recordAudit } from '../audit/record/record-audit.ts'
import { isUniqueViolation } from '../database/unique-violation.ts'
import { AppError } from '../errors.ts'
import type { ActorContext } from '../service-context.ts'
import { viewColumns } from './list-views.ts'
import { nameTaken } from './name-taken.ts'

/**
 * Gives a view of the actor's another name, or other filters. Throws NOT_FOUND, for one of somebody else's too, and
 * CONFLICT for a name that they gave another one.
 */
export async function updateView(ctx: ActorContext, { id, ...given }: UpdateViewInput): Promise<SavedView> {
  const own = and(eq(savedView.id, id), eq(savedView.userId, ctx.actor.user.id))
  return ctx.db
    .transaction(async (tx) => {
      const [before] = await tx.select().from(savedView).where(own).for('update')
      if (!before) throw noSuchView()
      const { list, name = before.name, query = before.query } = { ...before, ...given }
      if (name === before.name && query === before.query) return { id, list, name, query }
      const [after] = await tx.update(savedView).set({ name, query }).where(own).returning(viewColumns)
      if (!after) throw new Error('A view that was held is gone.')
      await recordAudit(
        { ...ctx, db: tx },
        {
          action: 'view.update',
          subject: { type: 'view', id },
          before: { name: before.name },
          after: { name },
        },
      )
      return after
    })
    .catch((error) => {
      throw isUniqueViolation(error) ? nameTaken() : error
    })
}

/** The answer to an id that is no view of the actor's. */
export const noSuchView = () => new AppError('NOT_FOUND', 'You have no such view.')
