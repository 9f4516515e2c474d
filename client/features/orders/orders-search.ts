import type { OrderFilter } from '#shared/orders/orders.ts'
import { choiceParam, everyOf, openedPages, textParam } from '../../lib/navigation/search-params.ts'

const filters = everyOf<Exclude<OrderFilter, 'all'>>({
  attention: true,
  paid: true,
  created: true,
  refunded: true,
  deleted: true,
})

/** What the address of the list of orders says: search, filter, and how far the list was opened. */
export function validateOrdersSearch(search: Record<string, unknown>) {
  return {
    search: textParam(search, 'search'),
    status: choiceParam(search, 'status', filters),
    page: choiceParam(search, 'page', openedPages),
  }
}
export type OrdersSearch = Partial<ReturnType<typeof validateOrdersSearch>>
