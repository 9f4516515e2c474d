import { createHash } from 'node:crypto'
import { symmetricDecrypt, symmetricEncrypt } from 'better-auth/crypto'
import { and, eq, isNull, lte } from 'drizzle-orm'
import { idempotentCall } from '#drizzle/schema/index.ts'
import type { ErrorReason } from '#shared/errors.ts'
import { encryptionKey } from '../auth/secrets/encryption-key.ts'
import type { Database } from '../database/database.ts'
import { AppError, isDatabaseUnreachable } from '../errors.ts'
import type { Actor } from '../service-context.ts'

const second = 1000
const keptMs = 24 * 60 * 60 * second
/** Twice the time that a request has: a call that has not ended by then was most likely cut off. */
const knownForMs = 60 * second

/** A call with the key that its caller gave it. */
export interface IdempotentCall {
  actor: Actor
  key: string
  /** What was asked for, whole: another request must not come with the same key. */
  request: string
  now: Date
}

export interface KeptAnswer {
  status: number
  body: string
}

export type IdempotentCalls = ReturnType<typeof createIdempotentCalls>

/** Lets a call with an `Idempotency-Key` be done once, on whichever replica it arrives and however often. */
export function createIdempotentCalls({ db, secrets }: { db: Database; secrets: readonly string[] }) {
  const encrypt = (data: string) => symmetricEncrypt({ key: encryptionKey(secrets), data })
  // Null when the secret is gone with which it was encrypted.
  const decrypt = (data: string) => symmetricDecrypt({ key: encryptionKey(secrets), data }).catch(() => null)
  const open = (id: string) => and(eq(idempotentCall.id, id), isNull(idempotentCall.status))

  /** What the row says to a call that came with the same key. */
  async function answerOf(
    row: typeof idempotentCall.$inferSelect,
    call: IdempotentCall,
  ): Promise<KeptAnswer> {
    const request = await decrypt(row.request)
    if (request === null) throw refusal('unknown')
    if (request !== hash(call.request)) throw refusal('other-request')
    if (row.status === null) throw refusal(row.unknownFrom > call.now ? 'running' : 'unknown')
    const body = row.answer === null ? null : await decrypt(row.answer)
    if (body === null) throw refusal('not-kept')
    return { status: row.status, body }
  }

  return {
    /**
     * Takes the call for whoever asks first; for the others what was answered. Throws CONFLICT while it is under way, when
     * its outcome is unknown and when its answer was not kept, and UNPROCESSABLE_CONTENT when the key had another request.
     */
    async claim(call: IdempotentCall): Promise<{ id: string } | { kept: KeptAnswer }> {
      const id = idOf(call)
      const taken = {
        userId: call.actor.user.id,
        request: await encrypt(hash(call.request)),
        unknownFrom: new Date(call.now.getTime() + knownForMs),
        status: null,
        answer: null,
        expiresAt: new Date(call.now.getTime() + keptMs),
      }
      const mine = await db
        .insert(idempotentCall)
        .values({ id, ...taken })
        .onConflictDoUpdate({
          target: idempotentCall.id,
          set: taken,
          setWhere: lte(idempotentCall.expiresAt, call.now),
        })
        .returning({ id: idempotentCall.id })
      if (mine.length > 0) return { id }
      const [row] = await db.select().from(idempotentCall).where(eq(idempotentCall.id, id))
      // It has failed since, so that the next try may have it.
      if (!row) throw refusal('running')
      return { kept: await answerOf(row, call) }
    },

    /** Keeps what was answered; of a secret only that there was an answer. */
    async keep(id: string, { status, body }: KeptAnswer, isSecret: boolean): Promise<void> {
      const answer = isSecret ? null : await encrypt(body)
      await db.update(idempotentCall).set({ status, answer }).where(open(id))
    },

    /**
     * Lets the call be tried again, when it has failed for a reason after which nothing was done. When the connection to the
     * database was lost or our own code failed, something may have been: then its outcome is unknown.
     */
    async fail(id: string, error: unknown, now: Date): Promise<void> {
      if (
        error instanceof AppError &&
        error.code !== 'INTERNAL_SERVER_ERROR' &&
        !isDatabaseUnreachable(error)
      )
        await db.delete(idempotentCall).where(open(id))
      else await db.update(idempotentCall).set({ unknownFrom: now }).where(open(id))
    },
  }
}

/** Removes the calls whose day is over. */
export async function sweepIdempotentCalls(db: Database, now = new Date()): Promise<void> {
  await db.delete(idempotentCall).where(lte(idempotentCall.expiresAt, now))
}

// Two keys of one person, and an admin who acts as them, are callers of their own.
const idOf = ({ actor: { user, key, impersonator }, key: given }: IdempotentCall) =>
  hash(JSON.stringify([user.id, key?.id ?? null, impersonator?.id ?? null, given]))

const hash = (text: string) => createHash('sha256').update(text).digest('base64url')

type Problem = Extract<ErrorReason, { kind: 'idempotency' }>['problem']

const refusals: Record<Problem, string> = {
  running: 'The first call with this Idempotency-Key is under way. Send it again in a second.',
  'other-request': 'This Idempotency-Key came with another request. Take a new key for a new one.',
  unknown:
    'The first call with this Idempotency-Key was cut off, and may have been done. Look whether it was; then take a new key.',
  'not-kept':
    'The call with this Idempotency-Key was done. Its answer held a secret, so it was said once and not kept.',
}

function refusal(problem: Problem): AppError {
  const reason = {
    kind: 'idempotency',
    problem,
    ...(problem === 'running' && { retryAfterMs: second }),
  } as const
  return new AppError(problem === 'other-request' ? 'UNPROCESSABLE_CONTENT' : 'CONFLICT', refusals[problem], {
    reason,
  })
}
