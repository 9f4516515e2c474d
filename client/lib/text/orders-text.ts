import { orders } from './en/pages/orders.ts'

/** The words of the pages of orders, apart from the others so that only these pages load them. */
export const text: typeof orders = orders
