import { setTimeout as delay } from 'node:timers/promises'
import { and, eq } from 'drizzle-orm'
import { account, user } from '#drizzle/schema/index.ts'
import type { Database } from '../../database/database.ts'
import { joinTransaction } from '../../database/transaction-guard.ts'
import { AppError, unavailable } from '../../errors.ts'
import type { Mailer } from '../../mail/mailer.ts'
import { allowPasswordTest } from '../credentials/password-allowance.ts'
import { emailHash } from '../email-hash.ts'
import { createDeviceTokens, type Device } from './device-tokens.ts'
import {
  accountKey,
  clearLockouts,
  deviceKey,
  mailOwner,
  ofAccount,
  type Reservation,
  recordFailure,
  releaseAttempt,
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

/** What a test of a password found: `none` when it ended before it could tell. */
export interface Checked<Value> {
  verdict: 'right' | 'wrong' | 'none'
  value: Value
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

  /** Reserves in the known browser's own bucket; once that is locked, in the account's as everybody else. */
  async function reserve(attempt: Attempt): Promise<string> {
    const hash = emailHash(attempt.email)
    const device = await knownDevice(attempt)
    if (device) {
      const key = deviceKey(hash, device.id)
      const reservation = await reserveAttempt(db, key)
      if (reservation.kind !== 'locked') return keyOrRefusal(key, reservation)
    }
    const key = accountKey(hash)
    return keyOrRefusal(key, await reserveAttempt(db, key))
  }

  async function settle(attempt: Attempt, key: string, verdict: Checked<unknown>['verdict']): Promise<void> {
    if (verdict !== 'wrong') return releaseAttempt(db, key, { clear: verdict === 'right' })
    const { email } = attempt
    const startedAt = performance.now()
    const lock = await db.transaction(async (tx) => {
      const lock = await recordFailure(tx, key)
      if (lock?.mailDue && key === accountKey(emailHash(email))) {
        await mailOwner(tx, mailer, { kind: 'account-locked', email, key, until: lock.until })
      }
      return lock
    })
    if (!lock) return
    await attempt.onLock?.(lock.until)
    await delay(Math.max(0, lockFloorMs - (performance.now() - startedAt)))
  }

  return {
    async guard(attempt, check) {
      const key = await reserve(attempt).catch(refuseUnlessKnown)
      const checked = await allowPasswordTest(check).catch(async (error) => {
        // If this fails as well, the reservation ends by itself.
        await settle(attempt, key, 'none').catch(() => {})
        throw error
      })
      // A verdict that is not written down is not told either.
      await settle(attempt, key, checked.verdict).catch(refuseUnlessKnown)
      return checked.value
    },

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

/** The hash of the password in force, for who can sign in with one. */
async function findPasswordHash(db: Database, email: string): Promise<string | null> {
  const [credential] = await db
    .select({ hash: account.password })
    .from(account)
    .innerJoin(user, eq(user.id, account.userId))
    .where(and(eq(user.email, email.trim().toLowerCase()), eq(account.providerId, 'credential')))
  return credential?.hash ?? null
}

/** The key, when an attempt was reserved. Throws TOO_MANY_REQUESTS when it was not. */
export function keyOrRefusal(key: string, reservation: Reservation, of = 'passwords'): string {
  if (reservation.kind === 'reserved') return key
  if (reservation.kind === 'busy') {
    throw new AppError(
      'TOO_MANY_REQUESTS',
      'Too many attempts on this account at the same moment. Try again.',
      {
        reason: { kind: 'busy', retryAfterMs: 1000 },
      },
    )
  }
  const { until, retryAfterMs } = reservation
  const time = until.toISOString().replace(/T(.*)\..*/, ' $1 UTC')
  throw new AppError('TOO_MANY_REQUESTS', `Too many wrong ${of}. Locked until ${time}.`, {
    reason: { kind: 'locked', until: until.toISOString(), retryAfterMs },
  })
}

/** Whatever keeps the store from counting, nothing is tested uncounted: what is no AppError becomes an outage. */
export function refuseUnlessKnown(error: unknown): never {
  throw error instanceof AppError ? error : unavailable(error)
}
