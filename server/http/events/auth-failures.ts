import { eq } from 'drizzle-orm'
import { user } from '#drizzle/schema/index.ts'
import type { AuditSubject } from '../../audit/record/record-audit.ts'
import type { Database } from '../../database/database.ts'
import { type AuthOutcome, type Event, methodOf, userSubject } from './auth-outcome.ts'
import { findPerson, passkeyOwner, subjectOf } from './find-person.ts'
import { answerCode } from './read-answer.ts'

/** Wrong proofs, and right proofs of people who may not sign in. */
export async function failures(db: Database, outcome: AuthOutcome): Promise<Event[]> {
  const { path, testsPassword, body, caller, facts, response, codeOwner } = outcome
  const fail = (
    subject: AuditSubject<'user' | 'account'>,
    method: string | null,
    refusal?: string | null,
  ): Event[] => [
    {
      action: 'session.fail',
      subject,
      after: { method, ...(refusal ? { refusal } : {}) },
      by: caller?.user ?? null,
    },
  ]
  if (facts.refused) {
    const refused = await findPerson(db, eq(user.id, facts.refused.userId))
    return refused ? fail(userSubject(refused), methodOf(outcome), facts.refused.code) : []
  }
  if (response.status < 400) return []
  const code = await answerCode(response)
  if (codeOwner) return fail(userSubject(codeOwner), 'two-factor')
  if (path === '/sign-in/email') {
    return fail(
      await subjectOf(db, String(body.email)),
      'password',
      response.status === 403 ? code : undefined,
    )
  }
  if (caller && testsPassword && code === 'INVALID_PASSWORD')
    return fail(userSubject(caller.user), 'password')
  if (path === '/passkey/verify-authentication') {
    const owner = await passkeyOwner(db, body)
    return owner ? fail(userSubject(owner), 'passkey') : []
  }
  return []
}
