import { eq, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import { session, user } from '#drizzle/schema/index.ts'
import type { Database } from '../../database/database.ts'
import { createGroupCommit } from '../../database/group-commit.ts'
import { unavailable } from '../../errors.ts'

/** A session with its user, and the admin who acts in it as them: what of their rows says who calls. */
export type FoundSession = Awaited<ReturnType<ReturnType<typeof prepareStatement>['execute']>>[number]

/** The session with this token as its row is now; null without one. Rejects with the driver's error. */
export type FindSession = (token: string) => Promise<FoundSession | null>

const maxWaiting = 5000

/**
 * Finds sessions by one statement that is prepared by name. Look-ups that come together, or while others are under way,
 * are one statement: each begins after the call that asks, so that it sees whatever was committed before.
 */
export function prepareFindSession(db: Database): FindSession {
  const statement = prepareStatement(db)

  async function findAll(tokens: string[]): Promise<(FoundSession | null)[]> {
    const rows = await statement.execute({ tokens: [...new Set(tokens)] })
    const byToken = new Map(rows.map((row) => [row.token, row]))
    return tokens.map((token) => byToken.get(token) ?? null)
  }

  const queue = createGroupCommit({
    run: findAll,
    keysOf: () => [],
    maxBatch: 250,
    maxRunning: 2,
    maxWaiting,
  })
  return async (token) => {
    if (queue.isFull()) throw unavailable(new Error('Too many calls wait to know who calls.'))
    return queue.add(token)
  }
}

function prepareStatement(db: Database) {
  const impersonator = alias(user, 'impersonator')
  return db
    .select({
      token: session.token,
      session: {
        id: session.id,
        createdAt: session.createdAt,
        expiresAt: session.expiresAt,
        confirmedAt: session.confirmedAt,
        impersonatedBy: session.impersonatedBy,
      },
      user: {
        id: user.id,
        name: user.name,
        email: user.email,
        emailVerified: user.emailVerified,
        image: user.image,
        role: user.role,
        twoFactorEnabled: user.twoFactorEnabled,
        createdAt: user.createdAt,
        bannedAt: user.bannedAt,
        bannedUntil: user.bannedUntil,
        deletedAt: user.deletedAt,
        pendingSince: user.pendingSince,
      },
      impersonator: {
        id: impersonator.id,
        name: impersonator.name,
        role: impersonator.role,
        bannedAt: impersonator.bannedAt,
        bannedUntil: impersonator.bannedUntil,
        deletedAt: impersonator.deletedAt,
        pendingSince: impersonator.pendingSince,
      },
    })
    .from(session)
    .innerJoin(user, eq(user.id, session.userId))
    .leftJoin(impersonator, eq(impersonator.id, session.impersonatedBy))
    .where(sql`${session.token} = any(${sql.placeholder('tokens')}::text[])`)
    .prepare('find_sessions')
}
