import { eq } from 'drizzle-orm'
import type { UserTable } from '#drizzle/schema/index.ts'
import { type OrderTable, order, organization, user } from '#drizzle/schema/index.ts'
import { type AdminOrder, type AttentionKind, attentionKinds } from '#shared/orders/orders.ts'
import type { Database } from '../database/database.ts'
import type { ActorContext } from '../service-context.ts'
import { shownEmail } from '../users/user-view.ts'
import { toOrderView } from './order-view.ts'

/** Orders with whose they are. */
export const selectOrders = (db: Database) =>
  db
    .select({ row: order, person: user })
    .from(order)
    .innerJoin(organization, eq(organization.id, order.ownerId))
    .leftJoin(user, eq(user.id, organization.personalUserId))

/** An order as the actor may see it in the console. */
export const toAdminOrder = (
  ctx: ActorContext,
  { row, person }: { row: OrderTable; person: UserTable | null },
): AdminOrder => ({
  ...toOrderView(row),
  ownerId: row.ownerId,
  owner: person && { id: person.id, name: person.name, email: shownEmail(ctx, person) },
  refundAsked: row.refundAsked,
  shortfall: row.shortfall,
  attention: attentionOf(row),
  test: !row.liveMode,
  checkedAt: row.checkedAt?.toISOString() ?? null,
})

function attentionOf({ attention }: OrderTable): AttentionKind | null {
  const kind = attention?.split(':')[0]
  return attentionKinds.find((each) => each === kind) ?? null
}
