import type { OrderTable } from '#drizzle/schema/index.ts'
import { tellCredits } from '../../credits/news/tell-credits.ts'
import type { Database } from '../../database/database.ts'
import { tellConsole, tellLive } from '../../live/live-news.ts'

/** Tells the open pages of the buyer and of the console that an order is another one, once the transaction commits. */
export async function tellOrder(tx: Database, { ownerId }: Pick<OrderTable, 'ownerId'>): Promise<void> {
  await tellCredits(tx, [ownerId])
  await tellLive(tx, { to: { userId: ownerId }, news: { kind: 'orders' } })
  await tellConsole(tx, 'orders')
}
