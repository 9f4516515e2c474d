import type { Database } from '../../database/database.ts'
import type { Mailer } from '../../mail/mailer.ts'
import { emailHash } from '../email-hash.ts'
import { type Checked, guardAttempt, keyOrRefusal } from '../lockout/guard-attempt.ts'
import { codesKey, mailOwner, reserveAttempt } from '../lockout/lockout-store.ts'

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
 * Bounds the guesses at codes. They have a count of their own: it takes the password to get here, so no stranger can
 * lock somebody out, and a new password does not give back guesses.
 */
export function createCodeGuard({ db, mailer }: { db: Database; mailer: Mailer }): CodeGuard {
  return {
    guard: ({ email, onLock }, check) =>
      guardAttempt(db, {
        async reserve() {
          const key = codesKey(emailHash(email))
          return keyOrRefusal(key, await reserveAttempt(db, key), 'codes')
        },
        check,
        mailOwner: (tx, lock) => mailOwner(tx, mailer, { kind: 'codes-locked', email, ...lock }),
        onLock,
        lockFloorMs: 0,
      }),
  }
}
