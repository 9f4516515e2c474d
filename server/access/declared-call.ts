import type { FlagKey } from '#shared/credits/entitlements.ts'
import type { Permission } from '#shared/roles/roles.ts'
import type { Price } from '../credits/paid/price.ts'
import type { PolicyName } from '../limits/limit-policies.ts'

/** What a procedure or an auth endpoint asks of its callers, as it is declared there: its guards are made from this. */
export interface DeclaredCall {
  /** `users.list` or `POST /api/auth/sign-in/email`. */
  path: string
  /** Whether it is for signed-in users only. */
  signedIn: boolean
  /** Whether an account that waits for approval may call it. */
  whilePending: boolean
  /** Whether an admin who acts as the user may call it. */
  whileImpersonating: boolean
  /** Whether a program may call it with a key. */
  keys: boolean
  permission: Permission | null
  /** The limits that it counts against. */
  policies: readonly PolicyName[]
  cost: number
  /** The limits of a call that is refused before those are asked: guessing at closed doors is not free. */
  policiesIfRefused: readonly PolicyName[]
  /** Whether the caller must have proved within the last ten minutes who they are. */
  fresh: boolean
  /** Whether it makes an account, which a mode of sign-up may forbid. */
  signsUp: boolean
  /** What it tests, of the caller's account or, without a session, of the one that is signing in. */
  tests: 'password' | 'code' | null
  /** What the caller's plan must include. */
  entitlement: FlagKey | null
  /** What it takes of the caller's credits. */
  price: Price | null
}

/** What a call declares that asks for nothing which is paid for. */
export const free = { entitlement: null, price: null } as const

/** Everything that can be called. */
export interface DeclaredCalls {
  /** By its path; null when nothing is there. */
  find(path: string): DeclaredCall | null
  list(): DeclaredCall[]
}

/** What a call counts against: with a key, also against the limit of that. */
export const countedPolicies = ({ policies }: Pick<DeclaredCall, 'policies'>, withKey: boolean) =>
  withKey ? [...policies, 'keys' as const] : policies

/** Whether the call asks whose account it is: of a session, or of a sign-in that a code completes. */
export const asksWho = ({ signedIn, tests }: DeclaredCall) => signedIn || tests === 'code'
