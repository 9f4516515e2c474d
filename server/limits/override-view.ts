import { limitOverride, user } from '#drizzle/schema/index.ts'
import type { LimitAuthor, LimitOverride } from '#shared/limit-rules.ts'
import { AppError } from '../errors.ts'

/** A row of the table of overrides. */
export type OverrideRow = typeof limitOverride.$inferSelect

/** The columns that an override is shown from; `user` is its author, joined. */
export const overrideColumns = { override: limitOverride, author: { id: user.id, name: user.name } }

/** An override as the console shows it at `now`. */
export function toLimitOverride(row: OverrideRow, author: LimitAuthor, now: Date): LimitOverride {
  const { id, target, value, policy, effect, limit, reason, expiresAt } = row
  return {
    id,
    target,
    value,
    policy,
    effect,
    limit,
    reason,
    author,
    expiresAt: expiresAt?.toISOString() ?? null,
    active: !expiresAt || expiresAt > now,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  }
}

/** What an override says, for the record of its change. */
export function toOverrideRecord(row: OverrideRow): Record<string, unknown> {
  const { target, value, policy, effect, limit, reason, expiresAt } = row
  return { target, value, policy, effect, limit, reason, expiresAt: expiresAt?.toISOString() ?? null }
}

/** The error for an override that is not there. */
export function overrideNotFound(): AppError {
  return new AppError('NOT_FOUND', 'There is no such override. Somebody may have removed it.')
}
