import { createHmac } from 'node:crypto'
import type { Readable } from 'node:stream'
import { symmetricEncrypt } from 'better-auth/crypto'
import { eq } from 'drizzle-orm'
import { account, invitation, passkey, session, twoFactor, user } from '#drizzle/schema/index.ts'
import { hashPassword } from '#server/auth/credentials/passwords.ts'
import { generateId } from '#server/auth/generate-id.ts'
import { secretVersion } from '#server/auth/secrets/secret-version.ts'
import type { Database } from '#server/database/database.ts'
import type { ErrorReason } from '#shared/errors.ts'
import type { Role } from '#shared/roles.ts'
import { appUrl, password, type TestApp, testSecret } from '#test/app.ts'

/** In what state somebody calls. Who is pending, banned, deleted or stale is an admin, so that only that refuses them. */
export const callerKinds = [
  'signed-out',
  'user',
  'moderator',
  'admin_ro',
  'admin',
  'pending',
  'banned',
  'deleted',
  'impersonated',
  'stale',
] as const
export type CallerKind = (typeof callerKinds)[number]

export interface Person {
  id: string
  email: string
  sessionId: string
  cookie: string
}

/** Stands in everything secret that these tests store, so that one search finds any of it in an answer. */
export const secretMark = 'kept-secret'

/** The roles of the kinds; an impersonated user is no admin, since nobody can act as one. */
export function roleOf(kind: CallerKind): Role {
  if (kind === 'user' || kind === 'moderator' || kind === 'admin_ro') return kind
  return kind === 'impersonated' ? 'user' : 'admin'
}

/** Makes people with a live session and everything secret that a user can have. */
export async function createPeople({ database: { db } }: TestApp) {
  const secrets: Secrets = {
    passwordHash: await hashPassword(password),
    totpSecret: await encrypt(`${secretMark}-totp`),
    recoveryCodes: await encrypt(JSON.stringify([`${secretMark}-code`])),
  }
  const firstAdmin = await insertPerson(db, secrets, { kind: 'admin', impersonatedBy: null })
  const refused = new Map<CallerKind, Person>()
  const makeNew = (kind: CallerKind) =>
    insertPerson(db, secrets, { kind, impersonatedBy: kind === 'impersonated' ? firstAdmin.id : null })
  return {
    firstAdmin,
    /** Somebody new of the kind; null for a signed-out caller. */
    async person(kind: CallerKind): Promise<Person | null> {
      return kind === 'signed-out' ? null : makeNew(kind)
    },
    /** Somebody of the kind whose calls are all refused, so that the same one can make many. */
    async refusedPerson(kind: CallerKind): Promise<Person | null> {
      if (kind === 'signed-out') return null
      const person = refused.get(kind) ?? (await makeNew(kind))
      refused.set(kind, person)
      return person
    },
    /** What a person may have besides, to be asked for by its id. */
    belongings: (person: Person) => insertBelongings(db, person),
    passwordHash: secrets.passwordHash,
  }
}

interface Secrets {
  passwordHash: string
  totpSecret: string
  recoveryCodes: string
}

const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000)

async function insertPerson(
  db: Database,
  secrets: Secrets,
  { kind, impersonatedBy }: { kind: CallerKind; impersonatedBy: string | null },
): Promise<Person> {
  const id = generateId()
  const email = `${id}@example.com`.toLowerCase()
  const token = `${secretMark}-${id}`
  const sessionId = generateId()
  await db.insert(user).values({
    id,
    email,
    name: `A ${kind}`,
    role: roleOf(kind),
    emailVerified: true,
    pendingSince: kind === 'pending' ? minutesAgo(5) : null,
  })
  await insertSecrets(db, id, secrets)
  await db.insert(session).values({
    id: sessionId,
    token,
    userId: id,
    expiresAt: new Date(Date.now() + 7 * 24 * 60 * 60_000),
    confirmedAt: kind === 'stale' ? minutesAgo(11) : new Date(),
    impersonatedBy,
  })
  // The session outlives what should have ended it: the calls must be refused all the same.
  if (kind === 'banned') await db.update(user).set({ bannedAt: new Date() }).where(eq(user.id, id))
  if (kind === 'deleted') {
    const gone = { deletedAt: new Date(), deletedEmail: email, email: `deleted:${id}` }
    await db.update(user).set(gone).where(eq(user.id, id))
  }
  return { id, email, sessionId, cookie: sessionCookie(token) }
}

async function insertSecrets(db: Database, userId: string, secrets: Secrets): Promise<void> {
  const credential = {
    id: generateId(),
    userId,
    accountId: userId,
    providerId: 'credential',
    password: secrets.passwordHash,
  }
  const google = {
    id: generateId(),
    userId,
    accountId: `google-${userId}`,
    providerId: 'google',
    accessToken: `${secretMark}-access`,
    refreshToken: `${secretMark}-refresh`,
    idToken: `${secretMark}-id`,
  }
  await db.insert(account).values([credential, google])
  await db.insert(twoFactor).values({
    id: generateId(),
    userId,
    secret: secrets.totpSecret,
    backupCodes: secrets.recoveryCodes,
  })
}

async function insertBelongings(db: Database, { id, email }: Person): Promise<string[]> {
  const ids = [generateId(), generateId()]
  const [passkeyId = '', invitationId = ''] = ids
  await db.insert(passkey).values({
    id: passkeyId,
    userId: id,
    publicKey: 'public',
    credentialID: passkeyId,
    counter: 0,
    deviceType: 'singleDevice',
    backedUp: false,
  })
  await db.insert(invitation).values({
    id: invitationId,
    email: `invited.${email}`,
    role: 'user',
    tokenHash: `${secretMark}-${invitationId}`,
    expiresAt: new Date(Date.now() + 60_000),
  })
  return ids
}

// As Better Auth keeps it; an answer with what it decrypts would hold the mark.
function encrypt(data: string): Promise<string> {
  const currentVersion = secretVersion(testSecret)
  return symmetricEncrypt({ key: { keys: new Map([[currentVersion, testSecret]]), currentVersion }, data })
}

// Signed as Better Auth signs its cookies.
function sessionCookie(token: string): string {
  const signature = createHmac('sha256', testSecret).update(token).digest('base64')
  return `gatehouse.session_token=${encodeURIComponent(`${token}.${signature}`)}`
}

export interface Answer {
  status: number
  reason: ErrorReason | null
  /** The body and every header but the cookies. */
  text: string
}

export type ProcedureType = 'query' | 'mutation' | 'subscription'

let addresses = 0

/** Calls the server as one person or another, each time from another address, so that no limit stands in the way. */
export function createCaller({ app }: TestApp) {
  async function send(
    person: Person | null,
    request: { method: string; url: string; payload?: unknown; headers?: Record<string, string> },
  ): Promise<Answer> {
    const response = await app.inject({
      method: request.method as 'GET',
      url: request.url,
      remoteAddress: `10.${++addresses >> 16}.${(addresses >> 8) & 255}.${addresses & 255}`,
      headers: {
        ...(person && { cookie: person.cookie }),
        ...(request.payload !== undefined && { 'content-type': 'application/json' }),
        origin: appUrl,
        ...request.headers,
      },
      ...(request.payload !== undefined && { payload: JSON.stringify(request.payload) }),
      payloadAsStream: true,
    })
    const body = await readBeginning(response.stream())
    const { 'set-cookie': _, ...headers } = response.headers
    return {
      status: response.statusCode,
      reason: reasonIn(body),
      text: `${response.statusCode} ${JSON.stringify(headers)} ${body}`,
    }
  }

  return {
    send,
    /** Calls a procedure of any type. */
    call(person: Person | null, procedure: { path: string; type: ProcedureType }, input: unknown) {
      const url = `/trpc/${procedure.path}`
      if (procedure.type === 'mutation') return send(person, { method: 'POST', url, payload: input })
      const headers: Record<string, string> =
        procedure.type === 'subscription' ? { accept: 'text/event-stream' } : {}
      const query = new URLSearchParams({ input: JSON.stringify(input) })
      return send(person, { method: 'GET', url: `${url}?${query}`, headers })
    },
  }
}

// All of a body that ends; of a stream of events what comes until it says that it is open, or why it is not.
async function readBeginning(stream: Readable): Promise<string> {
  let text = ''
  const timer = setTimeout(() => stream.destroy(), 2000)
  try {
    for await (const chunk of stream) {
      text += chunk
      const events = text
        .split('\n\n')
        .filter((event) => /^data: /m.test(event) && !/^event: connected/m.test(event))
      if (text.startsWith('event:') && text.endsWith('\n\n') && events.length > 0) break
    }
  } catch (error) {
    if (!stream.destroyed) throw error
  } finally {
    clearTimeout(timer)
    stream.destroy()
  }
  return text
}

function reasonIn(body: string): ErrorReason | null {
  const json = /^event: serialized-error\ndata: (.*)$/m.exec(body)?.[1] ?? body
  try {
    const parsed = JSON.parse(json)
    return parsed?.error?.data?.reason ?? parsed?.data?.reason ?? parsed?.reason ?? null
  } catch {
    return null
  }
}
