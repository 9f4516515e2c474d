import { eq } from 'drizzle-orm'
import { account, user } from '#drizzle/schema/index.ts'
import { createAppWithAdmin } from '#test/app-with-admin.ts'
import { auditKeys } from '#test/audit-log.ts'
import { product } from '#test/product.ts'
import { toSessionUser } from '../auth/sessions/session-user.ts'
import type { Database } from '../database/database.ts'
import { createMailer } from '../mail/mailer.ts'
import type { ActorContext } from '../service-context.ts'

let made = 0

/** Somebody with a way to sign in; the password is nobody's. */
export async function addPerson(db: Database, values: Partial<typeof user.$inferInsert> = {}) {
  const id = values.id ?? `person-${++made}`
  const [row] = await db
    .insert(user)
    .values({ name: 'Ada', email: `${id}@example.com`, ...values, id })
    .returning()
  if (!row) throw new Error('Nobody was made.')
  await db
    .insert(account)
    .values({ id: `account-${id}`, userId: id, accountId: id, providerId: 'credential', password: 'none' })
  return row
}

/** What a call of this user's carries, their session confirmed now. */
export async function contextOf(db: Database, id: string, now = new Date()): Promise<ActorContext> {
  const [row] = await db.select().from(user).where(eq(user.id, id))
  if (!row) throw new Error(`There is nobody with the id ${id}.`)
  const session = { id: `session-${id}`, createdAt: now, expiresAt: now, confirmedAt: now }
  return {
    db,
    actor: { user: toSessionUser(row), session, key: null, impersonator: null },
    requestId: 'test',
    clientAddress: '203.0.113.1',
    device: null,
    now,
    audit: auditKeys,
    product,
  }
}

/** The same with the mailer of the tests' server. */
export async function mailingContextOf(db: Database, id: string, now = new Date()) {
  return { ...(await contextOf(db, id, now)), mailer: createMailer({ db, appUrl: 'http://localhost:3000' }) }
}

/** An app with an admin who acts, and the row of somebody. */
export async function withPeople() {
  const app = await createAppWithAdmin()
  const { db } = app.database
  const find = async (id: string) => {
    const [row] = await db.select().from(user).where(eq(user.id, id))
    return row
  }
  const add = (values?: Parameters<typeof addPerson>[1]) => addPerson(db, values)
  return { ...app, db, add, find }
}
