import { symmetricDecrypt, symmetricEncrypt } from 'better-auth/crypto'
import { asc, gt, lt, sql } from 'drizzle-orm'
import { calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose'
import { tokenKey } from '#drizzle/schema/index.ts'
import { encryptionKey } from '../auth/secrets/encryption-key.ts'
import type { Database } from '../database/database.ts'

const minute = 60_000
const day = 24 * 60 * minute
const signsForMs = 30 * day
/** How long before it signs a key is published, so that whoever remembers the list knows it by then. */
const aheadMs = day
/** How long a key is published after its last token: far longer than that one lasts, and than any clock is wrong. */
const publishedForMs = 60 * minute

/** The database, the secrets that the private keys are encrypted with, and the time. */
export interface TokenKeysContext {
  db: Database
  secrets: readonly string[]
  now: Date
}

interface SigningKey {
  id: string
  /** A private JSON Web Key. */
  jwk: object
}

// Any number will do as long as every replica asks for the same one.
const keysLock = 605_214_377

/** The key that signs now: the first of those whose time is not over. Makes one when there is none. */
export async function getSigningKey(ctx: TokenKeysContext): Promise<SigningKey> {
  const [found] = await listSigningKeys(ctx)
  const { id, privateKey } = found ?? (await makeFirst(ctx))
  const key = encryptionKey(ctx.secrets)
  return { id, jwk: JSON.parse(await symmetricDecrypt({ key, data: privateKey })) }
}

/** The public keys that tokens may still come with, as a JSON Web Key Set (RFC 7517). */
export async function listPublicKeys({ db, now }: Pick<TokenKeysContext, 'db' | 'now'>) {
  const rows = await db
    .select({ kid: tokenKey.id, x: tokenKey.publicKey })
    .from(tokenKey)
    .where(gt(tokenKey.signsUntil, new Date(now.getTime() - publishedForMs)))
    .orderBy(asc(tokenKey.signsUntil))
  return { keys: rows.map((row) => ({ ...row, kty: 'OKP', crv: 'Ed25519', alg: 'EdDSA', use: 'sig' })) }
}

/** Makes the next key a day before it signs, and removes those that no token can come with any more. */
export async function sweepTokenKeys(ctx: TokenKeysContext): Promise<void> {
  const { db, now } = ctx
  await db.delete(tokenKey).where(lt(tokenKey.signsUntil, new Date(now.getTime() - publishedForMs)))
  await underLock(ctx, async (locked) => {
    const last = (await listSigningKeys(locked)).at(-1)
    // Where no token was ever asked for, there is nothing to go on with.
    if (!last || last.signsUntil.getTime() - now.getTime() > aheadMs) return
    await makeKey(locked, last.signsUntil)
  })
}

// Those that a secret of ours can read: with a secret that was taken away, its keys are as good as gone.
async function listSigningKeys({ db, secrets, now }: TokenKeysContext) {
  const rows = await db
    .select()
    .from(tokenKey)
    .where(gt(tokenKey.signsUntil, now))
    .orderBy(asc(tokenKey.signsUntil), asc(tokenKey.id))
  const readable = [...encryptionKey(secrets).keys.keys()].map((version) => `$ba$${version}$`)
  return rows.filter(({ privateKey }) => readable.some((beginning) => privateKey.startsWith(beginning)))
}

const makeFirst = (ctx: TokenKeysContext) =>
  underLock(ctx, async (locked) => {
    // Another replica may have made it meanwhile.
    const [found] = await listSigningKeys(locked)
    return found ?? makeKey(locked, ctx.now)
  })

async function makeKey({ db, secrets }: TokenKeysContext, signsFrom: Date) {
  const { privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true })
  const jwk = await exportJWK(privateKey)
  const made = {
    id: await calculateJwkThumbprint(jwk),
    publicKey: jwk.x ?? '',
    privateKey: await symmetricEncrypt({ key: encryptionKey(secrets), data: JSON.stringify(jwk) }),
    signsUntil: new Date(signsFrom.getTime() + signsForMs),
  }
  await db.insert(tokenKey).values(made)
  return made
}

// One replica at a time makes keys, so that all of them sign with the same one.
const underLock = <Result>(ctx: TokenKeysContext, act: (ctx: TokenKeysContext) => Promise<Result>) =>
  ctx.db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${keysLock})`)
    return act({ ...ctx, db: tx })
  })
