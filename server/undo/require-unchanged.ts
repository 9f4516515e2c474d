import type { AuditFields } from '#drizzle/schema/index.ts'
import { canonicalJson } from '../audit/record/canonical-json.ts'
import { AppError } from '../errors.ts'

/**
 * Throws CONFLICT unless every field still holds what the act left; call it with the row under its lock. `left` is
 * null when the act removed what it was done to.
 */
export function requireUnchanged(current: AuditFields | null, left: AuditFields | null): void {
  if (current === null || left === null) {
    if (current === left) return
    throw changedSince([])
  }
  const fields = Object.keys(left).filter((field) => plain(current[field]) !== plain(left[field]))
  if (fields.length > 0) throw changedSince(fields)
}

// As the log keeps it: dates are text there, and nothing is undefined.
const plain = (value: unknown) => canonicalJson(JSON.parse(JSON.stringify(value ?? null)))

function changedSince(fields: string[]): AppError {
  return new AppError('CONFLICT', 'It has been changed since. Look at what it is now, and change that.', {
    reason: { kind: 'changed-since', fields },
  })
}
