import { wholeNumber } from '#shared/text/number.ts'
import { maxCost, maxHoldMs } from '../credit-call.ts'

/** So many credits, or as many as a call may take by its input. */
type Amount = number | ((input: never) => number)

/** What a call costs, as it is declared: a number of credits, or what it holds until it says what it used. */
export type DeclaredPrice = number | { hold: Amount; holdMs?: number }

/** What a call holds when it begins, and for how long at most. It is charged all of it unless it says less. */
export interface Price {
  hold: Amount
  holdMs: number
}

const defaultHoldMs = 120_000
const cost = wholeNumber({ min: 1, max: maxCost })
const holding = wholeNumber({ min: 1, max: maxHoldMs })

/** The price that a declaration means. Throws for one that cannot be charged. */
export function readPrice(declared: DeclaredPrice): Price {
  const { hold, holdMs = defaultHoldMs } = typeof declared === 'number' ? { hold: declared } : declared
  if (typeof hold === 'number') cost.parse(hold)
  return { hold, holdMs: holding.parse(holdMs) }
}

/** What a call with this input holds. Throws when its price says what cannot be held, an error of the program. */
export function amountOf({ hold }: Price, input: unknown): number {
  const amount = typeof hold === 'number' ? hold : hold(input as never)
  if (cost.safeParse(amount).success) return amount
  throw new Error(`A call cannot hold ${amount} credits: it takes a whole number from 1 to ${maxCost}.`)
}
