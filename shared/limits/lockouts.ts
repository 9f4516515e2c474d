import { z } from 'zod'
import { pageInput } from '../pagination.ts'
import { line } from '../text/text.ts'

const lockoutKeyPattern = /^((account|codes):[0-9a-f]{32}|device:[0-9a-f]{32}:[A-Za-z0-9]{1,64})$/
export const unlockInput = z
  .object({ id: z.string().max(120).regex(lockoutKeyPattern, 'Not a lockout.') })
  .strict()
export type UnlockInput = z.infer<typeof unlockInput>

export const listLockoutsInput = pageInput
  .extend({
    /** A part of the key, or a whole e-mail address. */
    search: line({ max: 255 }).optional(),
    locked: z.boolean().optional(),
  })
  .strict()
export type ListLockoutsInput = z.infer<typeof listLockoutsInput>

/** Wrong passwords of an account or of one of its known browsers, or wrong codes, as they count at this moment. */
export interface LockoutEntry {
  id: string
  kind: 'account' | 'device' | 'codes'
  /** The hash of the e-mail address. */
  account: string
  failures: number
  /** Attempts that are being checked. */
  reserved: number
  locked: boolean
  lockedUntil: string | null
  /** Who has that address; null when nobody does. */
  user: { id: string; name: string } | null
  /** When the owner was last told of a lock by mail. */
  mailedAt: string | null
}

/** What an unlock did: how many rows held failures or a lock and now hold none. */
export interface UnlockResult {
  id: string
  count: number
}
