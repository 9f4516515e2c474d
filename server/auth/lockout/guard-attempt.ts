import { setTimeout as delay } from 'node:timers/promises'
import type { Database } from '../../database/database.ts'
import { AppError, unavailable } from '../../errors.ts'
import { type Reservation, recordFailure, releaseAttempt } from './lockout-store.ts'

/** What a test of a password or a code found: `none` when it ended before it could tell. */
export interface Checked<Value> {
  verdict: 'right' | 'wrong' | 'none'
  value: Value
}

/** A test of a password or a code, and what belongs to counting it. */
export interface GuardedAttempt<Value> {
  /** Reserves the attempt and returns the key that it counts against; throws when there is no room for it. */
  reserve(): Promise<string>
  check(): Promise<Checked<Value>>
  /** Mails the owner about the lock, in the transaction that locks. */
  mailOwner(tx: Database, lock: { key: string; until: Date }): Promise<void>
  /** Told when this attempt is the one that locks; it must not throw. */
  onLock: ((until: Date) => Promise<void>) | undefined
  /** What a failure that locks takes at least, in milliseconds. */
  lockFloorMs: number
}

/**
 * Runs a check with an attempt reserved, which its verdict settles: right clears the failures, wrong is one more, and
 * without a verdict the attempt is given back. Throws SERVICE_UNAVAILABLE when it can be neither reserved nor settled.
 */
export async function guardAttempt<Value>(db: Database, attempt: GuardedAttempt<Value>): Promise<Value> {
  const key = await attempt.reserve().catch(refuseUnlessKnown)
  const checked = await attempt.check().catch(async (error) => {
    // If this fails as well, the reservation ends by itself.
    await releaseAttempt(db, key, { clear: false }).catch(() => {})
    throw error
  })
  // A verdict that is not written down is not told either.
  await settle(db, attempt, key, checked.verdict).catch(refuseUnlessKnown)
  return checked.value
}

async function settle(
  db: Database,
  { mailOwner, onLock, lockFloorMs }: GuardedAttempt<unknown>,
  key: string,
  verdict: Checked<unknown>['verdict'],
): Promise<void> {
  if (verdict !== 'wrong') return releaseAttempt(db, key, { clear: verdict === 'right' })
  const startedAt = performance.now()
  const lock = await db.transaction(async (tx) => {
    const lock = await recordFailure(tx, key)
    if (lock?.mailDue) await mailOwner(tx, { key, until: lock.until })
    return lock
  })
  if (!lock) return
  await onLock?.(lock.until)
  await delay(Math.max(0, lockFloorMs - (performance.now() - startedAt)))
}

/** The key, when an attempt was reserved. Throws TOO_MANY_REQUESTS when it was not. */
export function keyOrRefusal(key: string, reservation: Reservation, of: 'passwords' | 'codes'): string {
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

// Whatever keeps the store from counting, nothing is tested uncounted: what is no AppError becomes an outage.
function refuseUnlessKnown(error: unknown): never {
  throw error instanceof AppError ? error : unavailable(error)
}
