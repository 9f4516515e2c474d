import type { Database } from '../../database/database.ts'
import type { Mailer } from '../../mail/mailer.ts'
import { emailHash } from '../email-hash.ts'
import { type Checked, keyOrRefusal, refuseUnlessKnown } from '../lockout/lockout.ts'
import {
  codesKey,
  mailOwner,
  recordFailure,
  releaseAttempt,
  reserveAttempt,
} from '../lockout/lockout-store.ts'

/** Whose code is tested. */
export interface CodeAttempt {
  email: string
  /** Told when this attempt is the one that locks; it must not throw. */
  onLock?(until: Date): Promise<void>
}

export interface CodeGuard {
  /**
   * Stands before every test of a one-time or recovery code, as the lockout does before passwords: five wrong ones of
   * an account lock its codes. Throws TOO_MANY_REQUESTS while they are, or while five are being tested, and
   * SERVICE_UNAVAILABLE when an attempt can be neither reserved nor settled.
   */
  guard<Value>(attempt: CodeAttempt, check: () => Promise<Checked<Value>>): Promise<Value>
}

/**
 * Bounds the guesses at codes. A bucket of its own: only who knows the password gets here, so no stranger can lock
 * somebody out, and a new password does not give back guesses.
 */
export function createCodeGuard({ db, mailer }: { db: Database; mailer: Mailer }): CodeGuard {
  async function settle(attempt: CodeAttempt, key: string, verdict: Checked<unknown>['verdict']) {
    if (verdict !== 'wrong') return releaseAttempt(db, key, { clear: verdict === 'right' })
    const lock = await db.transaction(async (tx) => {
      const lock = await recordFailure(tx, key)
      if (lock?.mailDue)
        await mailOwner(tx, mailer, { kind: 'codes-locked', email: attempt.email, key, until: lock.until })
      return lock
    })
    if (lock) await attempt.onLock?.(lock.until)
  }

  return {
    async guard(attempt, check) {
      const key = codesKey(emailHash(attempt.email))
      const reservation = await reserveAttempt(db, key).catch(refuseUnlessKnown)
      keyOrRefusal(key, reservation, 'codes')
      const checked = await check().catch(async (error) => {
        // If this fails as well, the reservation ends by itself.
        await settle(attempt, key, 'none').catch(() => {})
        throw error
      })
      // A verdict that is not written down is not told either.
      await settle(attempt, key, checked.verdict).catch(refuseUnlessKnown)
      return checked.value
    },
  }
}
