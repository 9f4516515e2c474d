import { and, eq } from 'drizzle-orm'
import { account, user } from '#drizzle/schema/index.ts'
import type { Database } from '../../database/database.ts'
import { joinTransaction } from '../../database/transaction-guard.ts'
import type { Mailer } from '../../mail/mailer.ts'
import { allowPasswordTest } from '../credentials/password-allowance.ts'
import { emailHash } from '../email-hash.ts'
import { createDeviceTokens, type Device } from './device-tokens.ts'
import { type Checked, guardAttempt, keyOrRefusal } from './guard-attempt.ts'
import {
  accountKey,
  clearLockouts,
  deviceKey,
  mailOwner,
  ofAccount,
  reserveAttempt,
} from './lockout-store.ts'

// Only an owner gets a mail: without this the attempt that locks would take longer for a known address. It is ample,
// so that a slow moment of the database does not show through.
const lockFloorMs = 60

/** Whose password is tested, and the token of the browser that asks if it has one. */
export interface Attempt {
  email: string
  deviceToken: string | null
  /** Told when this attempt is the one that locks; it must not throw. */
  onLock?(until: Date): Promise<void>
}

export interface Lockout {
  /**
   * Stands before every test of a password: `check` runs with an attempt reserved, which its verdict settles.
   * Throws TOO_MANY_REQUESTS while the account is locked or five attempts are under way, and
   * SERVICE_UNAVAILABLE when an attempt can be neither reserved nor settled.
   */
  guard<Value>(attempt: Attempt, check: () => Promise<Checked<Value>>): Promise<Value>
  /** A token that makes the browser known, once the right password came from it; null without a password. */
  rememberDevice(attempt: Attempt): Promise<string | null>
  /** Unlocks the account and its known browsers, in the transaction that is open if there is one. */
  clear(email: string): Promise<void>
}

/** The lockout over the database's table; known and unknown addresses are treated alike. */
export function createLockout(options: {
  db: Database
  secrets: readonly string[]
  mailer: Mailer
}): Lockout {
  const { db, mailer } = options
  const tokens = createDeviceTokens(options.secrets)

  async function knownDevice({ email, deviceToken }: Attempt): Promise<Device | null> {
    const device = deviceToken ? tokens.read(deviceToken) : null
    // The password is looked up for its own account only: a stranger's question must not take longer for a known one.
    if (!device || device.accountHash !== emailHash(email)) return null
    const passwordHash = await findPasswordHash(db, email)
    return passwordHash && device.hasPassword(passwordHash) ? device : null
  }

  /** Reserves in the known browser's own count; once that is locked, in the account's, as other browsers do. */
  async function reserve(attempt: Attempt): Promise<string> {
    const hash = emailHash(attempt.email)
    const device = await knownDevice(attempt)
    if (device) {
      const key = deviceKey(hash, device.id)
      const reservation = await reserveAttempt(db, key)
      if (reservation.kind !== 'locked') return keyOrRefusal(key, reservation, 'passwords')
    }
    const key = accountKey(hash)
    return keyOrRefusal(key, await reserveAttempt(db, key), 'passwords')
  }

  return {
    guard: (attempt, check) =>
      guardAttempt(db, {
        reserve: () => reserve(attempt),
        check: () => allowPasswordTest(check),
        async mailOwner(tx, { key, until }) {
          const { email } = attempt
          // A known browser's lock leaves the account open to its owner, who need not hear of it.
          if (key !== accountKey(emailHash(email))) return
          await mailOwner(tx, mailer, { kind: 'account-locked', email, key, until })
        },
        onLock: attempt.onLock,
        lockFloorMs,
      }),

    async rememberDevice(attempt) {
      const passwordHash = await findPasswordHash(db, attempt.email)
      if (!passwordHash) return null
      const accountHash = emailHash(attempt.email)
      const device = await knownDevice(attempt)
      return tokens.issue({ accountHash, passwordHash, deviceId: device?.id })
    },

    clear: (email) => clearLockouts(joinTransaction(db), ofAccount(emailHash(email))),
  }
}

/** The hash of the password in force; null for an address without one. */
async function findPasswordHash(db: Database, email: string): Promise<string | null> {
  const [credential] = await db
    .select({ hash: account.password })
    .from(account)
    .innerJoin(user, eq(user.id, account.userId))
    .where(and(eq(user.email, email.trim().toLowerCase()), eq(account.providerId, 'credential')))
  return credential?.hash ?? null
}
