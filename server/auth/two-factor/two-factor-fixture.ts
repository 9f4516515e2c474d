import { eq } from 'drizzle-orm'
import { verification } from '#drizzle/schema/index.ts'
import { type Browser, password, type TestApp } from '#test/app.ts'
import { authenticatorApp } from '#test/totp.ts'

export const enable = (caller: Browser, given = password) =>
  caller.post('/api/auth/two-factor/enable', { password: given })
export const verifyCode = (caller: Browser, code: string, more: object = {}) =>
  caller.post('/api/auth/two-factor/verify-totp', { code, ...more })
export const verifyRecoveryCode = (caller: Browser, code: string) =>
  caller.post('/api/auth/two-factor/verify-backup-code', { code })

/** A person with two-factor set up: the browser that did it, the authenticator and the recovery codes. */
export async function withTwoFactor(app: TestApp, address?: string) {
  const owner = app.browser(address)
  const { id, email } = await owner.register({ name: 'Ada' })
  const enabled = await enable(owner)
  if (enabled.statusCode !== 200) throw new Error(`Enabling answered ${enabled.body}`)
  const { totpURI, backupCodes } = enabled.json() as { totpURI: string; backupCodes: string[] }
  const authenticator = authenticatorApp(totpURI)
  const verified = await verifyCode(owner, authenticator.code())
  if (verified.statusCode !== 200) throw new Error(`Verifying answered ${verified.body}`)
  await forgetUsedCodes(app)
  return { owner, id, email, authenticator, backupCodes, totpURI }
}

/** As if the half minutes of the codes that were used had passed. */
export async function forgetUsedCodes({ database }: TestApp): Promise<void> {
  await database.db.delete(verification).where(eq(verification.value, 'used'))
}

/** A browser in which the right password was entered, and a code is waited for. */
export async function awaitingCode(app: TestApp, email: string, address?: string): Promise<Browser> {
  const caller = app.browser(address)
  const answer = await caller.signIn(email)
  if (!answer.json().twoFactorRedirect) throw new Error(`Sign-in answered ${answer.body}`)
  return caller
}
