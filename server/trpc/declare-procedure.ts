import type { FlagKey } from '#shared/credits/entitlements.ts'
import type { Permission } from '#shared/roles/roles.ts'
import type { DeclaredCall } from '../access/declared-call.ts'
import { type DeclaredPrice, type Price, readPrice } from '../credits/paid/price.ts'
import { StartError } from '../errors.ts'
import type { PolicyName } from '../limits/limit-policies.ts'

export type RestMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

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
  /** Whether an admin who acts as the user may call it; always unless it says false, or costs credits and does not say true. */
  whileImpersonating?: boolean
  /**
   * Whether a program may call it with a key; true unless it says false, or needs a person: a fresh proof, a password, or
   * what only the person may do.
   */
  keys?: boolean
  /**
   * The credits that a call costs, or holds until `ctx.paid.use` says what it used: `{ hold: 20 }`, or `hold` by its input.
   * They are held while it runs, 120 s at most unless `holdMs` says otherwise, and given back when it fails.
   */
  credits?: DeclaredPrice
  /** What the caller's plan must include. */
  entitlement?: FlagKey
  /**
   * Where programs find it that do not speak tRPC: `PATCH /api/admin/users/{id}`. The input holds what is in braces; the
   * rest of it comes behind the `?` of GET and DELETE, and in a JSON body with the others.
   */
  rest?: `${RestMethod} /api/${string}`
  /** Whether its answer holds a secret, which is kept nowhere else. */
  answersSecret?: boolean
  /** Set by the kind of procedure: whether it sees who calls although it is for everybody. */
  seesCaller?: boolean
  /** Set by the kind of procedure. */
  access?: 'everybody' | 'signed-in' | 'permission'
}

function limitOf({ access, limit }: ProcedureMeta, type: string): PolicyName {
  if (limit) return limit
  if (access === 'signed-in') return 'signed-in'
  if (access === 'permission') return type === 'mutation' ? 'admin-write' : 'signed-in'
  return 'public'
}

function mayBeCalledWithKey({ keys = true, fresh, testsPassword, whileImpersonating }: ProcedureMeta) {
  return keys && !fresh && !testsPassword && whileImpersonating !== false
}

const refused: readonly PolicyName[] = ['public']

/**
 * What a procedure asks of its callers. Throws for an admin procedure that names no permission, and StartError for one that
 * nobody could pay for.
 */
export function declareProcedure(path: string, type: string, meta: ProcedureMeta): DeclaredCall {
  const { access, permission = null, testsPassword = false, entitlement = null } = meta
  if (access === 'permission' && !permission)
    throw new Error(`${path} must name its permission, as every admin procedure does.`)
  const price = priceOf(path, type, meta)
  return {
    path,
    signedIn: access !== 'everybody',
    whilePending: meta.whilePending ?? false,
    whileImpersonating: meta.whileImpersonating ?? price === null,
    keys: mayBeCalledWithKey(meta),
    permission,
    policies: [limitOf(meta, type)],
    cost: meta.cost ?? 1,
    policiesIfRefused: refused,
    fresh: meta.fresh ?? false,
    signsUp: false,
    tests: testsPassword ? 'password' : null,
    entitlement,
    price,
  }
}

function priceOf(path: string, type: string, { access, credits, entitlement }: ProcedureMeta): Price | null {
  const isPaid = credits !== undefined || entitlement !== undefined
  if (isPaid && access === 'everybody')
    throw new StartError(`The procedure ${path} is for everybody, and only the signed-in can pay for a call.`)
  if (credits === undefined) return null
  if (type === 'subscription')
    throw new StartError(
      `The procedure ${path} is a stream, of which nobody knows when it is done: let it hold and settle credits by itself.`,
    )
  try {
    return readPrice(credits)
  } catch (cause) {
    throw new StartError(`The procedure ${path} cannot cost that: ${JSON.stringify(credits)}.`, { cause })
  }
}
