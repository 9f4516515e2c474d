import type { TRPCError } from '@trpc/server'
import { z } from 'zod'
import { type PaidCall, payFor } from '../credits/paid/pay-for.ts'
import { amountOf, type Price } from '../credits/paid/price.ts'
import { invalidField } from '../errors.ts'
import { ownerOf } from '../organizations/owner-of.ts'
import type { ActorContext } from '../service-context.ts'
import type { Context } from './context.ts'

interface CallToPay {
  actor: ActorContext['actor']
  path: string
  input: unknown
  price: Price
}

/** Runs a call for what it costs, and answers what it was answered. Throws as `payFor` does, and for what fails. */
export function takePayment<Outcome extends { ok: true } | { ok: false; error: TRPCError }>(
  ctx: Context,
  { actor, path, input, price }: CallToPay,
  run: (paid: PaidCall) => Promise<Outcome>,
): Promise<Outcome> {
  const asked = { type: path, ownerId: ownerOf({ actor }), credits: amountOf(price, input) }
  return payFor(ctx, { ...asked, holdMs: price.holdMs, key: keyOf(input) }, async (paid) => {
    const outcome = await run(paid)
    if (!outcome.ok) throw outcome.error
    return outcome
  })
}

const uuid = z.uuid().optional()

// By which a call that is sent again is known, when its input has one.
function keyOf(input: unknown): string | undefined {
  if (typeof input !== 'object' || input === null || !('idempotencyKey' in input)) return undefined
  const { success, data } = uuid.safeParse(input.idempotencyKey)
  if (!success) throw invalidField('idempotencyKey', 'It is no UUID.')
  return data
}
