import { and, eq, like, or, type SQL, sql } from 'drizzle-orm'
import { lockout, user } from '#drizzle/schema/index.ts'
import { databaseNow } from '../../database/clock.ts'
import type { Database } from '../../database/database.ts'
import { type Mailer, passUnmailable } from '../../mail/mailer.ts'

/** So many failures in a window, which begins at the first of them, lock the account. */
export const maxFailures = 5
export const windowMs = 15 * 60 * 1000
export const lockMs = 15 * 60 * 1000
/** A check takes well below a second; one that is not settled by then belongs to a process that died. */
export const reservationMs = 30_000

export const accountKey = (hash: string) => `account:${hash}`
export const deviceKey = (hash: string, deviceId: string) => `device:${hash}:${deviceId}`
/** Wrong one-time and recovery codes; it takes the password to get as far as trying one. */
export const codesKey = (hash: string) => `codes:${hash}`

export type Reservation =
  | { kind: 'reserved' }
  | { kind: 'locked'; until: Date; retryAfterMs: number }
  | { kind: 'busy' }

const fromNow = (ms: number): SQL => sql`${databaseNow} + ${ms}::bigint`

/** What counts at this moment: failures of a window that is over do not, nor reservations nobody gave back. */
export const liveFailures = sql<number>`(case when ${lockout.windowStart} + ${windowMs}::bigint <= ${databaseNow} then 0 else ${lockout.failures} end)`
export const liveReserved = sql<number>`(case when ${lockout.reservedUntil} <= ${databaseNow} then 0 else ${lockout.reserved} end)`

/**
 * Reserves an attempt before the password is checked, in one statement under the row's lock: failures and
 * attempts under way are never more than five together, on any number of processes.
 */
export async function reserveAttempt(db: Database, key: string): Promise<Reservation> {
  const admitted = await db
    .insert(lockout)
    .values({ key, reserved: 1, reservedUntil: fromNow(reservationMs) })
    .onConflictDoUpdate({
      target: lockout.key,
      set: {
        failures: liveFailures,
        reserved: sql`${liveReserved} + 1`,
        reservedUntil: fromNow(reservationMs),
      },
      setWhere: and(
        sql`${lockout.lockedUntil} <= ${databaseNow}`,
        sql`${liveFailures} + ${liveReserved} < ${maxFailures}::int`,
      ),
    })
    .returning({ key: lockout.key })
  return admitted.length > 0 ? { kind: 'reserved' } : readRefusal(db, key)
}

async function readRefusal(db: Database, key: string): Promise<Reservation> {
  const [row] = await db
    .select({ lockedUntil: lockout.lockedUntil, now: databaseNow.mapWith(Number) })
    .from(lockout)
    .where(eq(lockout.key, key))
  const retryAfterMs = row ? row.lockedUntil - row.now : 0
  if (!row || retryAfterMs <= 0) return { kind: 'busy' }
  return { kind: 'locked', until: new Date(row.lockedUntil), retryAfterMs }
}

const oneReservedLess = sql`greatest(${liveReserved} - 1, 0)`

/** Gives a reservation back. `clear` forgets the failures before it, since the password was right. */
export async function releaseAttempt(db: Database, key: string, options: { clear: boolean }): Promise<void> {
  await db
    .update(lockout)
    .set({ reserved: oneReservedLess, ...(options.clear && { failures: 0, windowStart: 0 }) })
    .where(eq(lockout.key, key))
}

/** Turns a reservation into a failure; the fifth locks. Returns the lock's end when this one began it, else null. */
export async function recordFailure(
  db: Database,
  key: string,
): Promise<{ until: Date; mailDue: boolean } | null> {
  const failures = sql`${liveFailures} + 1`
  const [row] = await db
    .insert(lockout)
    .values({ key, failures: 1, windowStart: databaseNow })
    .onConflictDoUpdate({
      target: lockout.key,
      set: {
        failures,
        windowStart: sql`case when ${liveFailures} = 0 then ${databaseNow} else ${lockout.windowStart} end`,
        reserved: oneReservedLess,
        lockedUntil: sql`case when ${failures} = ${maxFailures}::int then ${fromNow(lockMs)} else ${lockout.lockedUntil} end`,
      },
    })
    .returning({
      failures: lockout.failures,
      lockedUntil: lockout.lockedUntil,
      mailDue: sql<boolean>`coalesce(${lockout.mailedAt} < now() - interval '1 day', true)`,
    })
  if (row?.failures !== maxFailures) return null
  return { until: new Date(row.lockedUntil), mailDue: row.mailDue }
}

/** What the owner of an account is told: that its passwords or its codes are locked, and until when. */
export interface LockNews {
  kind: 'account-locked' | 'codes-locked'
  email: string
  key: string
  until: Date
}

/** Tells the owner of the address, if there is one, that the account is locked. `tx` is the transaction that locks. */
export async function mailOwner(
  tx: Database,
  mailer: Mailer,
  { kind, email, key, until }: LockNews,
): Promise<void> {
  const [owner] = await tx
    .select({ to: user.email, name: user.name })
    .from(user)
    .where(eq(user.email, email.trim().toLowerCase()))
  if (!owner) return
  await mailer.send(kind, { ...owner, until }).catch(passUnmailable)
  await tx.update(lockout).set({ mailedAt: sql`now()` }).where(eq(lockout.key, key))
}

/** The rows of an account and of its known browsers: what a new password makes good. */
export const ofAccount = (hash: string) =>
  or(eq(lockout.key, accountKey(hash)), like(lockout.key, `${deviceKey(hash, '')}%`))

/** The same and that of its codes: what an admin unlocks. */
export const ofAccountAndCodes = (hash: string) => or(ofAccount(hash), eq(lockout.key, codesKey(hash)))

/** Forgets failures and lock of the rows that match; what is being checked meanwhile stays reserved. */
export async function clearLockouts(db: Database, matching: SQL | undefined): Promise<void> {
  await db.update(lockout).set({ failures: 0, windowStart: 0, lockedUntil: 0 }).where(matching)
}
