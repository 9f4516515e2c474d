import { alias } from 'drizzle-orm/pg-core'
import { limitOverride, user } from '#drizzle/schema/index.ts'
import type { ActFields } from '#shared/audit/audit-fields.ts'
import type { LimitAuthor, LimitOverride } from '#shared/limits/limit-rules.ts'
import { AppError } from '../../errors.ts'

/** A row of the table of overrides. */
export type OverrideRow = typeof limitOverride.$inferSelect

/** The user that an override is for. */
export const overrideUser = alias(user, 'override_user')

/** The columns that an override is shown from; `user` is its author, and `overrideUser` whom it is for, joined. */
export const overrideColumns = {
  override: limitOverride,
  author: { id: user.id, name: user.name },
  user: { id: overrideUser.id, name: overrideUser.name },
}

/** Whom an override speaks of. */
export interface OverridePeople {
  author: LimitAuthor
  user: LimitAuthor
}

/** An override as the console shows it at `now`. */
export function toLimitOverride(
  row: OverrideRow,
  { author, user }: OverridePeople,
  now: Date,
): LimitOverride {
  const { id, target, value, policy, effect, limit, reason, expiresAt } = row
  return {
    id,
    target,
    value,
    user,
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
export function toOverrideRecord(row: OverrideRow): ActFields<'override.set', 'after'> {
  const { target, value, policy, effect, limit, reason, expiresAt } = row
  return { target, value, policy, effect, limit, reason, expiresAt: expiresAt?.toISOString() ?? null }
}

/** The error for an override that is not there. */
export function overrideNotFound(): AppError {
  return new AppError('NOT_FOUND', 'There is no such override. Somebody may have removed it.')
}
