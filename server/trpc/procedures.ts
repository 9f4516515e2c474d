import { type AnyProcedure, getTRPCErrorFromUnknown, initTRPC } from '@trpc/server'
import { callerOf } from '../access/guard.ts'
import { admit, type GuardedCall, guardCall, judgesCaller } from '../access/guarded-call.ts'
import { type AppError, limitError } from '../errors.ts'
import type { PolicyName } from '../limits/limit-policies.ts'
import { type Context, type LookedUpCaller, unknownCaller } from './context.ts'
import { declareProcedure, type ProcedureMeta } from './declare-procedure.ts'
import { errorData, errorShape, mapError, toKnownError } from './error-mapping.ts'
import { requirePayment, withPaid } from './paid-procedures.ts'
import { takePayment } from './take-payment.ts'

const t = initTRPC
  .context<Context>()
  .meta<ProcedureMeta>()
  .create({
    isDev: false,
    // Proxies and browsers give up a stream that says nothing.
    sse: { ping: { enabled: true, intervalMs: 10_000 }, client: { reconnectAfterInactivityMs: 30_000 } },
    errorFormatter: ({ shape, error, ctx }) => {
      const { data, ...mapped } = errorShape(error)
      return {
        ...mapped,
        data: { ...shape.data, ...data, stack: undefined, ...errorData(error, ctx?.requestId ?? '') },
      }
    },
  })

export const { createCallerFactory } = t

/** What stands before a procedure's calls, made from its meta when the first of them comes. */
const guardedProcedures = new Map<string, { meta: ProcedureMeta; guarded: GuardedCall }>()

function guardedProcedure(path: string, type: string, meta: ProcedureMeta): GuardedCall {
  const known = guardedProcedures.get(path)
  // Only routers of tests have another procedure at the same path.
  if (known?.meta === meta) return known.guarded
  const guarded = guardCall(declareProcedure(path, type, meta))
  guardedProcedures.set(path, { meta, guarded })
  return guarded
}

/** Counts a call against its policies; the answer to one that they refuse. */
export async function charge(
  ctx: Context,
  { actor }: LookedUpCaller,
  { path, policies, cost }: { path: string; policies: readonly PolicyName[]; cost: number },
): Promise<AppError | null> {
  const decision = await ctx.limiter.consume({
    policies,
    cost,
    source: { procedure: path, requestId: ctx.requestId },
    partition: {
      ip: ctx.clientNetwork,
      address: ctx.clientAddress,
      sessionId: actor?.session?.id,
      keyId: actor?.key?.id,
      userId: actor?.user.id,
      account: actor?.user.email,
    },
  })
  ctx.limitDecisions.push(decision)
  return decision.denied ? limitError(decision.denied) : null
}

/**
 * Who makes the call, if that matters to it. A query may know who it was a second ago; what changes something, and
 * whatever the console shows, asks for the row.
 */
async function findCaller(
  ctx: Context,
  { guarded, meta, type }: { guarded: GuardedCall; meta: ProcedureMeta; type: string },
): Promise<LookedUpCaller> {
  const { declared } = guarded
  const matters =
    meta.seesCaller ||
    ctx.withKey ||
    judgesCaller(guarded) ||
    ctx.limiter.countsCallers([...declared.policies, ...declared.policiesIfRefused])
  if (!matters) return unknownCaller
  return ctx.findCaller({ cached: type === 'query' && declared.permission === null })
}

interface ArrivedCall {
  ctx: Context
  meta: ProcedureMeta | undefined
  path: string
  type: string
}

// What refuses a call is mapped as what the call itself throws: the code decides the status of the answer.
async function pass({ ctx, meta = {}, path, type }: ArrivedCall): Promise<LookedUpCaller> {
  try {
    const guarded = guardedProcedure(path, type, meta)
    const caller = await findCaller(ctx, { guarded, meta, type })
    await admit(guarded, {
      caller: callerOf({ ...caller, now: ctx.now }),
      charge: (policies, cost) => charge(ctx, caller, { path, policies, cost }),
      db: ctx.db,
      config: ctx.config,
    })
    await ctx.onAdmitted?.(caller)
    return caller
  } catch (cause) {
    throw mapError(getTRPCErrorFromUnknown(cause))
  }
}

// Guards and mapping are one middleware, since each costs every call two copies of all that it is given.
const guard = t.middleware(async (call) => {
  const result = await call.next({ ctx: await pass(call) })
  return result.ok ? result : { ...result, error: mapError(result.error) }
})

/** Nobody was looked up, unless the guards did for themselves: so nothing can be said of who calls. */
const guardPublic = t.middleware(async (call) => {
  await pass(call)
  const result = await call.next({ ctx: { actor: null } })
  return result.ok ? result : { ...result, error: mapError(result.error) }
})

/** For calls that the guards let nobody but a user make: the context is known to have its actor. */
const guardUser = t.middleware(async (call) => {
  const { actor, ...caller } = await pass(call)
  if (!actor) throw new Error('A call without a user passed the guards.')
  const result = await call.next({ ctx: { ...caller, actor } })
  return result.ok ? result : { ...result, error: mapError(result.error) }
})

// Refusals of an admin call that say something about the caller go to the audit log, after the call.
const recordedRefusals = new Set(['permission', 'rank', 'self', 'last-admin', 'impersonating'])

const recordRefusals = t.middleware(async ({ ctx, next, path }) => {
  const result = await next()
  const reason = result.ok ? null : toKnownError(result.error)?.reason
  if (!reason || !recordedRefusals.has(reason.kind)) return result
  const { actor } = await ctx.findCaller({ cached: false })
  if (!actor) return result
  const { user, impersonator, key } = actor
  await ctx.recordEvent({
    action: 'access.refuse',
    subject: { type: 'procedure', id: path },
    after: { reason: reason.kind, ...('permission' in reason && { permission: reason.permission }) },
    actor: user,
    impersonator,
    key,
    requestId: ctx.requestId,
    clientAddress: ctx.clientAddress,
    device: ctx.device,
  })
  return result
})

/** For everybody: who calls is not asked. */
export const publicProcedure = t.procedure.meta({ access: 'everybody' }).use(guardPublic)

/** For everybody: `ctx.actor` is there when somebody is signed in. */
export const openProcedure = t.procedure.meta({ access: 'everybody', seesCaller: true }).use(guard)

/** For what costs credits: behind the guards, who have found the actor, and behind the input. */
const payment = t.middleware(({ ctx, meta = {}, path, type, input, next }) => {
  const { price } = guardedProcedure(path, type, meta).declared
  const { actor } = ctx
  if (!actor || !price) throw new Error(`A call of ${path} costs nothing, or has nobody to pay for it.`)
  return takePayment(ctx, { actor, path, input, price }, (paid) => next({ ctx: { paid } }))
})

/** For signed-in users who are not banned; `ctx.actor` is there. */
export const protectedProcedure = withPaid(t.procedure.meta({ access: 'signed-in' }).use(guardUser), payment)

/** For roles that hold the permission which the procedure's meta names. */
export const adminProcedure = withPaid(
  t.procedure.meta({ access: 'permission' }).use(recordRefusals).use(guardUser),
  payment,
)

/** Procedures under their names, and routers. Throws StartError for one that nobody could pay for or would be charged for. */
export const router: typeof t.router = (parts) => {
  const made = t.router(parts)
  // The router's type nests its procedures; at run time they stand here by their whole path.
  const procedures = Object.entries<AnyProcedure>(made._def.procedures)
  for (const [path, procedure] of procedures) requirePayment(path, procedure)
  return made
}
