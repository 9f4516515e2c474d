import type { AnyProcedure, TRPCError } from '@trpc/server'
import { z } from 'zod'
import { type PaidCall, payFor } from '../credits/paid/pay-for.ts'
import { amountOf, type Price } from '../credits/paid/price.ts'
import { invalidField } from '../errors.ts'
import { ownerOf } from '../organizations/owner-of.ts'
import type { ActorContext } from '../service-context.ts'
import type { Context } from './context.ts'
import { declareProcedure, type ProcedureMeta } from './declare-procedure.ts'

interface ArrivedCall {
  ctx: Context & ActorContext
  path: string
  input: unknown
  next(given: { ctx: { paid: PaidCall } }): Promise<{ ok: true } | { ok: false; error: TRPCError }>
}

/** What tRPC runs, one after the other: the guards, the readers of the input, and at last the handler. */
interface Middleware {
  (call: never): unknown
  _type?: string
}

interface Definition {
  type: string
  meta?: ProcedureMeta
  middlewares: Middleware[]
}

/**
 * Puts the payment of a procedure's calls between its input and its handler, when it costs credits; `guards` stand before
 * it. Throws for a procedure that nobody could pay for.
 */
export function takePayment(procedure: AnyProcedure, path: string, guards: readonly Middleware[]): void {
  const { type, meta = {}, middlewares } = procedure._def as unknown as Definition
  if (meta.credits === undefined || middlewares.some(({ _type }) => _type === 'payment')) return
  const { price } = declareProcedure(path, type, meta)
  const last = middlewares.findLastIndex((each) => each._type === 'input' || guards.includes(each))
  if (price) middlewares.splice(last + 1, 0, Object.assign(payment(price), { _type: 'payment' }))
}

function payment(price: Price) {
  return ({ ctx, path, input, next }: ArrivedCall) => {
    const { holdMs } = price
    const asked = { type: path, ownerId: ownerOf(ctx), credits: amountOf(price, input), holdMs }
    return payFor(ctx, { ...asked, key: keyOf(input) }, async (paid) => {
      const result = await next({ ctx: { paid } })
      if (!result.ok) throw result.error
      return result
    })
  }
}

const uuid = z.uuid().optional()

// By which a call that is sent again is known, when its input has one.
function keyOf(input: unknown): string | undefined {
  if (typeof input !== 'object' || input === null || !('idempotencyKey' in input)) return undefined
  const { success, data } = uuid.safeParse(input.idempotencyKey)
  if (!success) throw invalidField('idempotencyKey', 'It is no UUID.')
  return data
}
