import { expect } from 'vitest'
import { account, apiKey, session, twoFactor, verification } from '#drizzle/schema/index.ts'
import { hasPermission, type Permission } from '#shared/roles/roles.ts'
import { type TestApp, testSecret } from '#test/app.ts'
import type { Answer } from './access-caller-fixture.ts'
import { type CallerKind, isKey, keyPermissions, roleOf, secretMark } from './access-fixture.ts'
import { type Declared, isOpenToImpersonators, isOpenToKeys } from './declared-access.ts'

/** What the guards answer; every other reason comes from behind them. */
const guardReasons = new Set([
  'signed-out',
  'key',
  'person',
  'banned',
  'permission',
  'approval',
  'impersonating',
  'confirm',
  'limit',
  'blocked',
])

/** The reason with which the guards refuse; null when the call passes them. */
export function refusalOf(kind: CallerKind, declared: Declared): string | null {
  const [access, ...flags] = declared
  if (kind === 'revoked-key') return 'key'
  if (isKey(kind) && !isOpenToKeys(declared)) return 'person'
  const actsForAnother = kind === 'impersonated' && !isOpenToImpersonators(declared)
  if (access === 'everybody') return actsForAnother ? 'impersonating' : null
  if (kind === 'signed-out' || kind === 'deleted') return 'signed-out'
  if (kind === 'banned') return 'banned'
  if (kind === 'pending' && !flags.includes('while-pending')) return 'approval'
  if (actsForAnother) return 'impersonating'
  if (access !== 'signed-in' && !mayDo(kind, access)) return 'permission'
  return kind === 'stale' && flags.includes('fresh') ? 'confirm' : null
}

const mayDo = (kind: CallerKind, permission: Permission) =>
  hasPermission(roleOf(kind), permission) && (keyPermissions(kind)?.includes(permission) ?? true)

/** Fails unless the answer is the expected refusal, or with null one from behind the guards. */
export function expectRefusal({ status, reason }: Answer, expected: string | null, what: string) {
  if (expected) {
    expect([status, reason?.kind], what).toEqual([
      // A stream has begun when it is refused, and says so as its first event.
      what.startsWith('subscription') ? 200 : expected === 'signed-out' || expected === 'key' ? 401 : 403,
      expected,
    ])
  } else {
    expect(guardReasons.has(reason?.kind ?? ''), `${what}: ${JSON.stringify(reason)}`).toBe(false)
    expect(status, what).toBeLessThan(500)
  }
}

/** Looks in every answer for each token, hash and secret that the database holds, and for the server's own. */
export async function expectNothingSecret(
  { database: { db }, setupToken }: TestApp,
  passwordHash: string,
  answers: [string, Answer][],
): Promise<void> {
  const rows = [
    ...(await db.select({ a: session.token }).from(session)),
    ...(await db.select({ a: apiKey.hash, b: apiKey.previousHash }).from(apiKey)),
    ...(await db.select({ a: account.password, b: account.accessToken, c: account.idToken }).from(account)),
    ...(await db.select({ a: twoFactor.secret, b: twoFactor.backupCodes }).from(twoFactor)),
    ...(await db.select({ a: verification.identifier }).from(verification)),
  ]
  const stored = rows.flatMap((row) => Object.values(row)).filter((value) => value !== null)
  expect(stored.some((value) => value.includes(secretMark))).toBe(true)
  const others = stored.filter((value) => !value.includes(secretMark))
  const secrets = new Set([secretMark, passwordHash, testSecret, setupToken, ...others])
  for (const [what, { text }] of answers) {
    const found = [...secrets].filter((secret) => text.includes(secret))
    expect(found, `${what} answers with a secret`).toEqual([])
  }
}
