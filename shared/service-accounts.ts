import { z } from 'zod'
import { type ApiKey, createKeyInput, renameKeyInput } from './keys.ts'
import { roleSchema } from './roles/role-schema.ts'
import type { Role } from './roles/roles.ts'
import { idSchema } from './text/text.ts'
import { nameSchema } from './users.ts'

/** So many service accounts there may be. */
export const maxServiceAccounts = 200

export const serviceAccountIdInput = z.object({ id: idSchema }).strict()
export type ServiceAccountIdInput = z.infer<typeof serviceAccountIdInput>

export const createServiceAccountInput = z.object({ name: nameSchema, role: roleSchema }).strict()
export type CreateServiceAccountInput = z.infer<typeof createServiceAccountInput>

export const renameServiceAccountInput = z.object({ id: idSchema, name: nameSchema }).strict()
export type RenameServiceAccountInput = z.infer<typeof renameServiceAccountInput>

export const setServiceRoleInput = z.object({ id: idSchema, role: roleSchema }).strict()
export type SetServiceRoleInput = z.infer<typeof setServiceRoleInput>

/** As for a key of one's own, and whose it is. */
export const createServiceKeyInput = createKeyInput.extend({ accountId: idSchema }).strict()
export type CreateServiceKeyInput = z.infer<typeof createServiceKeyInput>

export const serviceKeyInput = z.object({ accountId: idSchema, id: idSchema }).strict()
export type ServiceKeyInput = z.infer<typeof serviceKeyInput>

export const renameServiceKeyInput = renameKeyInput.extend({ accountId: idSchema }).strict()
export type RenameServiceKeyInput = z.infer<typeof renameServiceKeyInput>

/** An owner of keys that only signs in by them. Dates are ISO strings; `lastUsedAt` is right to the minute. */
export interface ServiceAccount {
  id: string
  name: string
  role: Role
  /** Since when its keys are refused; null while they work. */
  disabledAt: string | null
  /** How many keys of it work. */
  liveKeys: number
  /** The last call with any of its keys. */
  lastUsedAt: string | null
  createdAt: string
}

/** One with its keys, the newest first. */
export interface ServiceAccountDetail extends ServiceAccount {
  keys: ApiKey[]
}
