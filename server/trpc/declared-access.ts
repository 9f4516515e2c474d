import type { Permission } from '#shared/roles/roles.ts'

/** Who may call: everybody, any signed-in user, or the roles that hold the permission. */
export type Access = 'everybody' | 'signed-in' | Permission
/**
 * Needs a fresh proof; may be called while the account waits for approval; not by an admin who acts as the user; not with
 * a key, which goes without saying where a person is needed anyway; costs credits, which an admin who acts as the user
 * spends only where it says `while-impersonating`; needs what the plan must include.
 */
export type Flag =
  | 'fresh'
  | 'while-pending'
  | 'not-impersonating'
  | 'no-key'
  | 'paid'
  | 'while-impersonating'
  | 'entitled'
export type Declared = readonly [Access, ...Flag[]]

/** Whether a program may call it with a key. */
export const isOpenToKeys = ([, ...flags]: Declared) =>
  !flags.some((flag) => flag === 'no-key' || flag === 'fresh' || flag === 'not-impersonating')

/** Whether an admin who acts as a user may call it. */
export const isOpenToImpersonators = ([, ...flags]: Declared) =>
  !flags.includes('not-impersonating') && (!flags.includes('paid') || flags.includes('while-impersonating'))

/** Who may call each procedure, by its path. */
export type ProcedureAccess = Readonly<Record<string, Declared>>
