import { createHmac } from 'node:crypto'
import { symmetricEncrypt } from 'better-auth/crypto'
import { eq } from 'drizzle-orm'
import {
  account,
  apiKey,
  entitlement,
  invitation,
  passkey,
  session,
  twoFactor,
  user,
} from '#drizzle/schema/index.ts'
import { hashPassword } from '#server/auth/credentials/passwords.ts'
import { generateId } from '#server/auth/generate-id.ts'
import { secretVersion } from '#server/auth/secrets/secret-version.ts'
import { grantCredits } from '#server/credits/grant-credits.ts'
import type { Database } from '#server/database/database.ts'
import { createKeySecret, keyHash, keyStart } from '#server/key-status/key-secret.ts'
import { entitlements } from '#shared/credits/entitlements.ts'
import { type Permission, permissionTable, type Role } from '#shared/roles/roles.ts'
import { password, type TestApp, testSecret } from '#test/app.ts'

/**
 * In what state somebody calls. Who is pending, banned, deleted or stale is an admin, so that only that refuses them.
 * Programs call with a key that may do all that its owner may, with one that may do little of it, with one that was
 * revoked, and with the token of a session.
 */
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
  'user-key',
  'admin-key',
  'narrow-key',
  'revoked-key',
  'admin-token',
] as const
export type CallerKind = (typeof callerKinds)[number]

export interface Person {
  id: string
  email: string
  sessionId: string
  cookie: string
  /** The key that a program calls with, beside a cookie that must not count. */
  key?: { id: string; secret: string }
  /** The token of a session that a program calls with, in place of the cookie. */
  token?: string
}

/** Stands in everything secret that these tests store, so that one search finds any of it in an answer. */
export const secretMark = 'kept-secret'

/** The roles of the kinds; an impersonated user is no admin, since nobody can act as one. */
export function roleOf(kind: CallerKind): Role {
  if (kind === 'user' || kind === 'moderator' || kind === 'admin_ro') return kind
  return kind === 'impersonated' || kind === 'user-key' ? 'user' : 'admin'
}

export const isKey = (kind: CallerKind) => kind.endsWith('-key')

const everyPermission = Object.keys(permissionTable) as Permission[]

/** What the key of this kind of caller may do; null for one who has none. */
export function keyPermissions(kind: CallerKind): Permission[] | null {
  if (!isKey(kind)) return null
  return kind === 'narrow-key' ? ['console.open', 'users.list'] : everyPermission
}

/** Makes people with a live session and everything secret that a user can have. */
export async function createPeople({ database: { db }, userCreated }: TestApp) {
  const secrets: Secrets = {
    passwordHash: await hashPassword(password),
    totpSecret: await encrypt(`${secretMark}-totp`),
    recoveryCodes: await encrypt(JSON.stringify([`${secretMark}-code`])),
  }
  const insert = async (of: { kind: CallerKind; impersonatedBy: string | null }) => {
    const person = await insertPerson(db, secrets, of)
    await userCreated(db, { ...person, name: of.kind })
    return person
  }
  const firstAdmin = await insert({ kind: 'admin', impersonatedBy: null })
  const refused = new Map<CallerKind, Person>()
  const makeNew = (kind: CallerKind) =>
    insert({ kind, impersonatedBy: kind === 'impersonated' ? firstAdmin.id : null })
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
    /** Gives a person what a paid call takes: credits, and all that a plan may include. */
    equip: (person: Person) => equip(db, person),
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
  const person = { id, email, sessionId, cookie: sessionCookie(token) }
  if (kind === 'admin-token') return { ...person, cookie: 'gatehouse.session_token=x', token: signed(token) }
  return isKey(kind) ? { ...person, key: await insertKey(db, id, kind) } : person
}

async function insertKey(db: Database, userId: string, kind: CallerKind) {
  const id = generateId()
  const secret = createKeySecret()
  await db.insert(apiKey).values({
    id,
    userId,
    name: `A ${kind}`,
    start: keyStart(secret),
    hash: keyHash(secret),
    permissions: keyPermissions(kind) ?? [],
    addresses: [],
    lifetimeDays: 90,
    expiresAt: new Date(Date.now() + 90 * 24 * 60 * 60_000),
    revokedAt: kind === 'revoked-key' ? new Date() : null,
  })
  return { id, secret }
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

async function equip(db: Database, { id: ownerId }: Person): Promise<void> {
  const ctx = { db, actor: null, requestId: 'test' }
  await grantCredits(ctx, { ownerId, credits: 1_000_000_000, key: 'start' })
  for (const [key, { schema }] of Object.entries(entitlements)) {
    const included = { ownerId, key, source: 'admin', value: true, reason: 'test' } as const
    if (schema.safeParse(true).success) await db.insert(entitlement).values(included)
  }
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
const signed = (token: string) =>
  `${token}.${createHmac('sha256', testSecret).update(token).digest('base64')}`

const sessionCookie = (token: string) => `gatehouse.session_token=${encodeURIComponent(signed(token))}`
