import type { AuditProblem } from '#shared/audit/audit.ts'

interface Found {
  id: string
  at: Date
  position?: number | null
}

/** Says what is wrong with a row or a checkpoint, and which one it is. */
export function problemWith(
  kind: AuditProblem['kind'],
  { id, at, position = null }: Found,
  what: string,
): AuditProblem {
  const time = at.toISOString()
  const which =
    position === null ? `The row ${id} of ${time}, not sealed yet,` : `Row ${position} (${id} of ${time})`
  return { kind, position, id, at: time, message: `${which} ${what}` }
}

/** Says that something was signed with a key that nobody has any more. */
export function unknownKey(found: Found, keyId: string): AuditProblem {
  return problemWith(
    'unknown-key',
    found,
    `was signed with the key ${keyId}, which neither AUDIT_SECRET nor BETTER_AUTH_SECRET makes. Put the secret of that time behind the one of today, with a comma between them.`,
  )
}
