import { and, asc, eq, sql } from 'drizzle-orm'
import { savedView } from '#drizzle/schema/index.ts'
import type { ListViewsInput, SavedView } from '#shared/views.ts'
import type { ActorContext } from '../service-context.ts'

/** The columns of a view as its owner sees them. */
export const viewColumns = {
  id: savedView.id,
  list: savedView.list,
  name: savedView.name,
  query: savedView.query,
}

/** The actor's views of a list, by name. */
export function listViews({ db, actor }: ActorContext, { list }: ListViewsInput): Promise<SavedView[]> {
  return db
    .select(viewColumns)
    .from(savedView)
    .where(and(eq(savedView.userId, actor.user.id), eq(savedView.list, list)))
    .orderBy(asc(sql`lower(${savedView.name})`), asc(savedView.id))
}
