import { subscriptions } from './en/pages/subscriptions.ts'

/** The words of plans that are paid for, apart from the others so that only what shows them loads them. */
export const text: typeof subscriptions = subscriptions
