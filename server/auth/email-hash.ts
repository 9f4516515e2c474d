import { createHash } from 'node:crypto'
import { type SQL, sql } from 'drizzle-orm'
import { user } from '#drizzle/schema/index.ts'

/** What stands for an e-mail address in keys, so that counters and lockouts hold no addresses. */
export function emailHash(email: string): string {
  return createHash('sha256').update(email.trim().toLowerCase()).digest('hex').slice(0, 32)
}

/** The same hash of a user's address, in SQL. */
export const userEmailHash: SQL<string> = sql`substr(encode(sha256(convert_to(lower(${user.email}), 'UTF8')), 'hex'), 1, 32)`
