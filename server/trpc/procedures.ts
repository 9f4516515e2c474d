import { initTRPC } from '@trpc/server'
import { hasPermission, type Permission } from '#shared/roles.ts'
import { banned, impersonating, signedOut, waitsForApproval } from '../auth/sessions/caller-refusals.ts'
import { requireFresh } from '../auth/sessions/require-fresh.ts'
import { AppError, limitError } from '../errors.ts'
import type { PolicyName } from '../limits/limit-policies.ts'
import type { Actor } from '../service-context.ts'
import type { Context } from './context.ts'
import { errorData, errorShape, mapError, toKnownError } from './error-mapping.ts'

/** Declared on a procedure: who may call it, which limit it counts against, and how much a call costs. */
export interface ProcedureMeta {
  /** Every admin procedure names one. */
  permission?: Permission
  /** Default: `public`, `signed-in`, and `admin-write` for mutations of admins. */
  limit?: PolicyName
  /** Default: 1. */
  cost?: number
  /** Whether the lockout stands in front of it, since it tests a password. */
  testsPassword?: boolean
  /** Whether the caller must have proved within the last ten minutes who they are. */
  fresh?: boolean
  /** Whether an account that waits for approval may call it. */
  whilePending?: boolean
  /** Whether an admin who acts as the user may call it; queries always, mutations unless it says false. */
  whileImpersonating?: boolean
  /** Set by the kind of procedure. */
  access?: 'everybody' | 'signed-in' | 'permission'
}

/** The limit that a procedure's calls count against. */
export function limitOf({ access, limit }: ProcedureMeta, type: string): PolicyName {
  if (limit) return limit
  if (access === 'signed-in') return 'signed-in'
  if (access === 'permission') return type === 'mutation' ? 'admin-write' : 'signed-in'
  return 'public'
}

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

export const router = t.router

/** Turns what services throw into tRPC's errors: the code decides the status of the answer. */
const mapErrors = t.middleware(async ({ next }) => {
  const result = await next()
  return result.ok ? result : { ...result, error: mapError(result.error) }
})

/** The call that a middleware stands in front of. */
interface Call {
  path: string
  type: string
  meta: ProcedureMeta | undefined
}

const chargeCall = (ctx: Context, { path, type, meta = {} }: Call) =>
  charge(ctx, path, limitOf(meta, type), meta.cost)

async function charge(ctx: Context, path: string, policy: PolicyName, cost = 1): Promise<void> {
  const decision = await ctx.limiter.consume({
    policies: [policy],
    cost,
    source: { procedure: path, requestId: ctx.requestId },
    partition: {
      ip: ctx.clientNetwork,
      address: ctx.clientAddress,
      sessionId: ctx.actor?.session.id,
      userId: ctx.actor?.user.id,
      account: ctx.actor?.user.email,
    },
  })
  ctx.limitDecisions.push(decision)
  if (decision.denied) throw limitError(decision.denied)
}

// A refusal costs the address a call as well: else guessing at closed doors would be free.
async function refuse(ctx: Context, path: string, error: AppError): Promise<never> {
  await charge(ctx, path, 'public')
  throw error
}

async function requireActor(ctx: Context, path: string): Promise<Actor> {
  if (ctx.lookupFailure) throw ctx.lookupFailure
  if (!ctx.actor) return refuse(ctx, path, signedOut())
  if (ctx.banned) return refuse(ctx, path, banned(ctx.banned.until))
  return ctx.actor
}

async function requirePermission(
  ctx: Context,
  actor: Actor,
  { path, meta: { permission } = {} }: Call,
): Promise<void> {
  if (!permission) throw new Error('An admin procedure must name its permission.')
  if (hasPermission(actor.user.role, permission)) return
  await refuse(
    ctx,
    path,
    new AppError('FORBIDDEN', 'Your role does not allow this.', {
      reason: { kind: 'permission', permission },
    }),
  )
}

function requireApproved({ user }: Actor, { meta }: Call): void {
  if (user.pending && !meta?.whilePending) throw waitsForApproval()
}

function refuseImpersonator({ impersonator }: Actor, { meta }: Call): void {
  if (impersonator && meta?.whileImpersonating === false) throw impersonating()
}

// Refusals of an admin call that say something about the caller go to the audit log, after the call.
const recordedRefusals = new Set(['permission', 'rank', 'self', 'last-admin', 'impersonating'])

const recordRefusals = t.middleware(async ({ ctx, next, path }) => {
  const result = await next()
  const reason = result.ok ? null : toKnownError(result.error)?.reason
  if (!ctx.actor || !reason || !recordedRefusals.has(reason.kind)) return result
  const { user, impersonator } = ctx.actor
  await ctx.recordEvent({
    action: 'access.refuse',
    subject: { type: 'procedure', id: path },
    after: { reason: reason.kind, ...('permission' in reason && { permission: reason.permission }) },
    actor: user,
    impersonator,
    requestId: ctx.requestId,
    clientAddress: ctx.clientAddress,
    device: ctx.device,
  })
  return result
})

/** For everybody. */
export const publicProcedure = t.procedure
  .meta({ access: 'everybody' })
  .use(mapErrors)
  .use(async ({ ctx, meta, next, path, type }) => {
    await chargeCall(ctx, { path, type, meta })
    return next()
  })

/** For signed-in users who are not banned; `ctx.actor` is there. */
export const protectedProcedure = t.procedure
  .meta({ access: 'signed-in' })
  .use(mapErrors)
  .use(async ({ ctx, meta, next, path, type }) => {
    const actor = await requireActor(ctx, path)
    await chargeCall(ctx, { path, type, meta })
    requireApproved(actor, { path, type, meta })
    refuseImpersonator(actor, { path, type, meta })
    if (meta?.fresh) requireFresh({ ...ctx, actor })
    return next({ ctx: { actor } })
  })

/** For roles that hold the permission which the procedure's meta names. */
export const adminProcedure = t.procedure
  .meta({ access: 'permission' })
  .use(mapErrors)
  .use(recordRefusals)
  .use(async ({ ctx, meta, next, path, type }) => {
    const actor = await requireActor(ctx, path)
    await requirePermission(ctx, actor, { path, type, meta })
    await chargeCall(ctx, { path, type, meta })
    requireApproved(actor, { path, type, meta })
    if (meta?.fresh) requireFresh({ ...ctx, actor })
    return next({ ctx: { actor } })
  })
