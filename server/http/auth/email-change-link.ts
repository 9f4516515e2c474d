import { isEmailTaken, readEmailChange, spendEmailChangeLink } from '../../auth/credentials/email-change.ts'
import type { Database } from '../../database/database.ts'
import { AppError } from '../../errors.ts'
import type { Actor } from '../../service-context.ts'

/**
 * Whether a link of a change of address may go on to Better Auth; true for other links too, which are none of ours.
 * Only the owner's own browser may follow it, since Better Auth would sign in any reader of the new address's mail.
 * Throws UNAUTHORIZED, FORBIDDEN, BAD_REQUEST or CONFLICT, with a reason where the page can say more.
 */
export async function admitEmailChange(db: Database, caller: Actor | null, token: string): Promise<void> {
  const change = readEmailChange(token)
  if (!change) return
  if (!caller)
    throw new AppError('UNAUTHORIZED', 'Sign in, then open the link again.', {
      reason: { kind: 'signed-out' },
    })
  if (caller.impersonator) {
    throw new AppError('FORBIDDEN', 'Only the person themselves can do this.', {
      reason: { kind: 'impersonating' },
    })
  }
  const { user } = caller
  if (!change.step || user.email !== change.email) throw expired()
  if (!(await spendEmailChangeLink(db, { token, userId: user.id }))) throw expired()
  if (await isEmailTaken(db, change.updateTo)) throw emailTaken()
}

const expired = () =>
  new AppError('BAD_REQUEST', 'This link has been used or has expired. Ask for the change again.')

/** The answer when somebody else has registered the address since. */
export const emailTaken = (cause?: unknown) =>
  new AppError('CONFLICT', 'Somebody else has this address by now.', {
    cause,
    reason: { kind: 'email-taken' },
  })

/** Whether the database refused a row because its key is taken. */
export function isUniqueViolation(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if ('code' in cause && cause.code === '23505') return true
  }
  return false
}

/** Where a browser that followed a link is led when it may not go on: the page of the link, told why. */
export function failurePage(callbackUrl: string, error: AppError): string {
  if (error.reason?.kind === 'signed-out') return '/login?error=SIGN_IN_FIRST'
  const codes: Record<string, string> = { 'email-taken': 'EMAIL_TAKEN', impersonating: 'IMPERSONATING' }
  const url = new URL(callbackUrl, 'http://gatehouse.invalid')
  url.searchParams.set('error', codes[error.reason?.kind ?? ''] ?? 'INVALID_TOKEN')
  return url.pathname + url.search + url.hash
}
