import { eq } from 'drizzle-orm'
import { account, session, user } from '#drizzle/schema/index.ts'
import { generateId } from '#server/auth/generate-id.ts'
import type { SessionCookies } from '#server/auth/sessions/session-cookies.ts'
import type { Database } from '#server/database/database.ts'
import type { NewUser } from '#server/service-context.ts'
import type { Role } from '#shared/roles/roles.ts'

/** The hash of what everybody in the tests signs in with; `passwords.test.ts` holds it to production's parameters. */
export const passwordHash =
  '$argon2id$v=19$m=19456,t=2,p=1$4RJWOxlLgVeVnbXpXoB2VQ$3IARzgQDHQYXTBOmdELfqy3adyPOEt1PEJFXBUqe6IU'

export interface NewPerson {
  email: string
  name: string
  role: Role
}

/** What everybody in the tests signs in with. */
export const password = 'correct-horse-battery'

let people = 0

/** Somebody with an address of their own, but for what is given. */
export const newPerson = (given: Partial<NewPerson> = {}): NewPerson => ({
  email: given.email ?? `person${++people}@example.com`,
  name: given.name ?? 'Person',
  role: given.role ?? 'user',
})

export type People = ReturnType<typeof createPeople>

/** Makes people as rows, as sign-up leaves them, where sign-up itself is not the subject: it takes a quarter second. */
export function createPeople({
  db,
  cookies,
  userCreated,
}: {
  db: Database
  cookies: SessionCookies
  userCreated(tx: Database, user: NewUser): Promise<void>
}) {
  return {
    /** The person with their password and one session, and the cookie that belongs to it. */
    async make(person: NewPerson, ipAddress: string) {
      const id = generateId()
      const token = generateId()
      const sessionId = generateId()
      const expiresAt = new Date(Date.now() + 7 * 24 * 60 * 60 * 1000)
      await db.transaction(async (tx) => {
        await tx.insert(user).values({ id, ...person })
        await userCreated(tx, { id, ...person })
        const credential = { accountId: id, providerId: 'credential', userId: id, password: passwordHash }
        await tx.insert(account).values({ id: generateId(), ...credential })
        const own = { token, userId: id, expiresAt, ipAddress, userAgent: 'lightMyRequest' }
        await tx.insert(session).values({ id: sessionId, ...own })
      })
      const [, name = '', value = ''] = cookies.giveSession(token, null).match(/^(.+?)=(.+?);/) ?? []
      return { id, sessionId, cookie: { name, value } }
    },
    async giveRole(id: string, role: Role) {
      await db.update(user).set({ role }).where(eq(user.id, id))
    },
  }
}
