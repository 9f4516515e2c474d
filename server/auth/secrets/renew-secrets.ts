import { symmetricDecrypt, symmetricEncrypt } from 'better-auth/crypto'
import { and, eq, like, or } from 'drizzle-orm'
import { type TwoFactorTable, twoFactor } from '#drizzle/schema/index.ts'
import type { Database } from '../../database/database.ts'
import { encryptionKey } from './encryption-key.ts'
import { secretVersion } from './secret-version.ts'

const batch = 200

/**
 * Encrypts with the current secret what older ones have encrypted for the second factors, a batch at a time, so that
 * an older one can be taken from the list without locking anybody out. Returns how many rows were renewed.
 */
export async function renewSecrets(db: Database, secrets: readonly string[]): Promise<number> {
  const [current, ...older] = secrets
  if (!current || older.length === 0) return 0
  const key = encryptionKey(secrets)
  const renew = async (data: string) => symmetricEncrypt({ key, data: await symmetricDecrypt({ key, data }) })
  const outdated = older.flatMap((secret) => {
    const pattern = `$ba$${secretVersion(secret)}$%`
    return [like(twoFactor.secret, pattern), like(twoFactor.backupCodes, pattern)]
  })
  const rows = await db
    .select()
    .from(twoFactor)
    .where(or(...outdated))
    .limit(batch)
  let renewed = 0
  for (const row of rows) {
    const [secret, backupCodes] = await Promise.all([renew(row.secret), renew(row.backupCodes)])
    if (await replace(db, row, { secret, backupCodes })) renewed++
  }
  return renewed
}

type Encrypted = Pick<TwoFactorTable, 'secret' | 'backupCodes'>

// Only what is still as it was read: a recovery code that was used meanwhile stays used.
async function replace(db: Database, was: TwoFactorTable, renewed: Encrypted): Promise<boolean> {
  const unchanged = and(
    eq(twoFactor.id, was.id),
    eq(twoFactor.secret, was.secret),
    eq(twoFactor.backupCodes, was.backupCodes),
  )
  const replaced = await db.update(twoFactor).set(renewed).where(unchanged).returning({ id: twoFactor.id })
  return replaced.length > 0
}
