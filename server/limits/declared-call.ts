import type { Permission } from '#shared/roles.ts'
import type { PolicyName } from './limit-policies.ts'

/** What a procedure or an auth endpoint asks of its callers, as it is declared there. */
export interface DeclaredCall {
  /** `users.list` or `POST /api/auth/sign-in/email`. */
  path: string
  signedIn: boolean
  permission: Permission | null
  policies: readonly PolicyName[]
  cost: number
  /** Whether it tests a password, so that a locked account cannot call it. */
  testsPassword: boolean
}

/** Finds what can be called by its path; null when nothing is there. */
export type FindDeclaredCall = (path: string) => DeclaredCall | null
