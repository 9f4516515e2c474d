import { eq } from 'drizzle-orm'
import { passkey, user } from '#drizzle/schema/index.ts'
import type { AuditSubject } from '../../audit/record/record-audit.ts'
import type { Person } from '../../auth/auth-facts.ts'
import { emailHash } from '../../auth/email-hash.ts'
import type { Database } from '../../database/database.ts'
import { userSubject } from './auth-outcome.ts'

/** Who an address stands for in the log; one look-up for a known and an unknown one alike. */
export async function subjectOf(db: Database, email: string): Promise<AuditSubject<'user' | 'account'>> {
  const owner = await findPerson(db, eq(user.email, email.trim().toLowerCase()))
  return owner ? userSubject(owner) : { type: 'account', id: emailHash(email) }
}

/** The user of that id or address; null when there is none. */
export async function findPerson(db: Database, where: ReturnType<typeof eq>): Promise<Person | null> {
  const [found] = await db.select({ id: user.id, name: user.name, email: user.email }).from(user).where(where)
  return found ?? null
}

/** Whose passkey a browser answers with; null for one that nobody has. */
export async function passkeyOwner(db: Database, body: Record<string, unknown>): Promise<Person | null> {
  const { id } = (body.response ?? {}) as { id?: string }
  const [found] = await db
    .select({ id: user.id, name: user.name, email: user.email })
    .from(passkey)
    .innerJoin(user, eq(user.id, passkey.userId))
    .where(eq(passkey.credentialID, String(id)))
  return found ?? null
}
