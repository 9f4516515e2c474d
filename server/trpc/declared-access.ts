import type { Permission } from '#shared/roles/roles.ts'

/** Who may call: everybody, any signed-in user, or the roles that hold the permission. */
export type Access = 'everybody' | 'signed-in' | Permission
/**
 * Needs a fresh proof; may be called while the account waits for approval; not by an admin who acts as the user; not with
 * a key, which goes without saying where a person is needed anyway.
 */
export type Flag = 'fresh' | 'while-pending' | 'not-impersonating' | 'no-key'
export type Declared = readonly [Access, ...Flag[]]

/** Whether a program may call it with a key. */
export const isOpenToKeys = ([, ...flags]: Declared) =>
  !flags.some((flag) => flag === 'no-key' || flag === 'fresh' || flag === 'not-impersonating')

/** Who may call each procedure, by its path. */
export type ProcedureAccess = Readonly<Record<string, Declared>>
