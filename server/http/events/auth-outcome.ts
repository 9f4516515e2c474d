import type { AuditAction } from '#shared/audit/audit.ts'
import type { ActSubject } from '#shared/audit/audit-fields.ts'
import type { AuditEntry, AuditSubject } from '../../audit/record/record-audit.ts'
import type { AuthFacts, Person } from '../../auth/auth-facts.ts'
import type { Actor } from '../../service-context.ts'

/** What came of a request to an endpoint of `/api/auth`. */
export interface AuthOutcome {
  path: string
  testsPassword: boolean
  body: Record<string, unknown>
  query: Record<string, unknown>
  /** The provider, where the path names one. */
  provider: string | null
  caller: Actor | null
  /** Whose code was tested. */
  codeOwner: Person | null
  response: Response
  facts: AuthFacts
}

/** An entry of the audit log, and who did it. */
export type Event = AuditEntry & { by: Person | null }

const methods: Record<string, string> = {
  '/sign-up/email': 'password',
  '/sign-in/email': 'password',
  '/verify-email': 'verification',
  '/two-factor/verify-totp': 'two-factor',
  '/two-factor/verify-backup-code': 'two-factor',
  '/passkey/verify-authentication': 'passkey',
}
/** How somebody signs in there: by password, by a provider and so on. */
export const methodOf = ({ path, provider }: AuthOutcome) => methods[path] ?? provider

/** An act of somebody about themselves. */
export function about(person: Person, act: OwnAct): Event {
  return {
    ...act,
    subject: userSubject(person),
    by: { id: person.id, name: person.name, email: person.email },
  }
}

type OwnAct = {
  [Action in AuditAction]: 'user' extends ActSubject<Action> ? Omit<AuditEntry<Action>, 'subject'> : never
}[AuditAction]

/** A person as what an act was done to. */
export const userSubject = ({ id, name, email }: Person): AuditSubject<'user'> => ({
  type: 'user',
  id,
  name,
  email,
})
