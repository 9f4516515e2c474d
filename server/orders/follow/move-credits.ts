import { eq } from 'drizzle-orm'
import { creditLot, type OrderTable } from '#drizzle/schema/index.ts'
import { bringUpToDate } from '../../credits/bring-up-to-date.ts'
import type { LedgerContext } from '../../credits/credits-context.ts'
import { addLot, enter, type HeldBalance, saveBalance } from '../../credits/held-balance.ts'

/**
 * Gives the owner of an order its credits when it is paid, and takes back or gives again what `target` says should be
 * back. Taken is only what is left of this order and held by nobody. The transaction holds the order; returns how many
 * are back then.
 */
export async function moveCredits(
  ctx: LedgerContext,
  order: OrderTable,
  { pays, target }: { pays: boolean; target: number },
): Promise<number> {
  if (!pays && target === order.takenBack) return order.takenBack
  const held = await bringUpToDate(ctx, order.ownerId)
  const given = { expiresAt: null, orderId: order.id, metadata: { order: order.id } }
  if (pays)
    await addLot(ctx, held, { ...given, kind: 'purchase', credits: order.credits, key: `order:${order.id}` })
  const change = target - order.takenBack
  if (change < 0) await addLot(ctx, held, { ...given, kind: 'reinstate', credits: -change })
  const taken = change > 0 ? await takeBack(ctx, held, { orderId: order.id, credits: change }) : change
  await saveBalance(ctx, held)
  return order.takenBack + taken
}

async function takeBack(
  ctx: LedgerContext,
  held: HeldBalance,
  { orderId, credits }: { orderId: string; credits: number },
): Promise<number> {
  let wanted = Math.min(credits, held.row.balance - held.row.held)
  let taken = 0
  for (const lot of held.lots.filter((each) => each.orderId === orderId)) {
    const part = Math.min(lot.remaining, wanted)
    if (part === 0) continue
    lot.remaining -= part
    wanted -= part
    taken += part
    await ctx.db.update(creditLot).set({ remaining: lot.remaining }).where(eq(creditLot.id, lot.id))
  }
  held.lots = held.lots.filter(({ remaining }) => remaining > 0)
  if (taken > 0) await enter(ctx, held, { kind: 'refund', credits: -taken, metadata: { order: orderId } })
  return taken
}
