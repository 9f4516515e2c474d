import { z } from 'zod'
import { type Permission, permissionTable } from './roles/roles.ts'
import { wholeNumber } from './text/number.ts'
import { idSchema, line, secretText } from './text/text.ts'

/** So many keys that work somebody may have, and so many addresses may be named for one. */
export const maxKeys = 20
export const maxKeyAddresses = 20

/** For how many days a key works; every key has an end. */
export const keyLifetime = { min: 1, max: 366, usual: 90 }

export const keyName = line({ min: 1, max: 100 })

/** How every key begins, and how much of one is shown so that it can be told from others. */
export const keyPrefix = 'gh_live_'
export const keyStartLength = keyPrefix.length + 4

/** A key by its id or by its beginning; whoever sends all of one is told to keep it to themselves. */
export const namedKeySchema = idSchema.refine(
  (text) => !text.startsWith(keyPrefix) || text.length <= keyStartLength,
  `The rest of a key is secret. Give its id, or its first ${keyStartLength} characters.`,
)

export const createKeyInput = z
  .object({
    name: keyName,
    /** Of those that the owner's role holds. */
    permissions: z
      .array(z.enum(Object.keys(permissionTable) as [Permission, ...Permission[]]))
      .max(200)
      .default([]),
    lifetimeDays: wholeNumber(keyLifetime).default(keyLifetime.usual),
    /** Addresses and CIDR ranges that may use it; none for everywhere. */
    addresses: z
      .array(line({ min: 1, max: 64 }))
      .max(maxKeyAddresses, `At most ${maxKeyAddresses}.`)
      .default([]),
  })
  .strict()
export type CreateKeyInput = z.infer<typeof createKeyInput>

export const keyIdInput = z.object({ id: idSchema }).strict()
export type KeyIdInput = z.infer<typeof keyIdInput>

export const renameKeyInput = keyIdInput.extend({ name: keyName }).strict()
export type RenameKeyInput = z.infer<typeof renameKeyInput>

export const listKeysInput = z.object({ userId: idSchema }).strict()
export type ListKeysInput = z.infer<typeof listKeysInput>

export const revokeKeyOfInput = z.object({ userId: idSchema, id: idSchema }).strict()
export type RevokeKeyOfInput = z.infer<typeof revokeKeyOfInput>

export const reportKeyInput = z.object({ key: secretText({ min: 1, max: 200 }) }).strict()
export type ReportKeyInput = z.infer<typeof reportKeyInput>

/** A key as its owner and the console see it. Dates are ISO strings; `lastUsedAt` is right to the minute. */
export interface ApiKey {
  id: string
  name: string
  /** How it begins. */
  start: string
  status: 'active' | 'expired' | 'revoked'
  permissions: string[]
  addresses: string[]
  lifetimeDays: number
  createdAt: string
  expiresAt: string
  lastUsedAt: string | null
  revokedAt: string | null
  /** Until when the key that it replaced works; null when that one does not. */
  previousUntil: string | null
}

/** A key with its secret, which is shown this once. */
export interface NewApiKey {
  key: ApiKey
  secret: string
}
