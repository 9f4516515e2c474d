import type { Permission } from '#shared/roles.ts'
import type { PolicyName } from '../limit-policies.ts'

/** What a procedure or an auth endpoint asks of its callers, as it is declared there. */
export interface DeclaredCall {
  /** `users.list` or `POST /api/auth/sign-in/email`. */
  path: string
  signedIn: boolean
  /** Whether an account that waits for approval may call it. */
  whilePending: boolean
  permission: Permission | null
  policies: readonly PolicyName[]
  cost: number
  /** Whether it tests a password, so that a locked account cannot call it. */
  testsPassword: boolean
}

/** Everything that can be called. */
export interface DeclaredCalls {
  /** By its path; null when nothing is there. */
  find(path: string): DeclaredCall | null
  list(): DeclaredCall[]
}
