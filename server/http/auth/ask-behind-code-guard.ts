import type { Auth } from '../../auth/auth.ts'
import type { Person } from '../../auth/auth-facts.ts'
import { claimCode, codeHeaders, findCodeOwner } from '../../auth/code-owner.ts'
import type { Checked } from '../../auth/lockout/guard-attempt.ts'
import type { CodeGuard } from '../../auth/two-factor/code-guard.ts'
import { AppError } from '../../errors.ts'
import { answerCode } from '../events/read-answer.ts'
import type { AuthEndpoint } from './auth-endpoint.ts'

export interface CodeTest {
  kind: NonNullable<AuthEndpoint['testsCode']>
  code: string
  /** Whether the routes know the session as well, which they must if there is one. */
  signedIn: boolean
  headers: Headers
  /** Asks Better Auth with these headers in place of the request's. */
  ask(headers: Headers): Promise<Response>
  onLock(owner: Person, until: Date): Promise<void>
}

/**
 * Asks Better Auth for what tests a code, with the guard of codes before it, and lets no one-time code be used twice.
 * Returns whose code it was as well. Throws UNAUTHORIZED when nothing waits for a code, or for a used one.
 */
export async function askBehindCodeGuard(
  { auth, codeGuard }: { auth: Auth; codeGuard: CodeGuard },
  test: CodeTest,
): Promise<{ response: Response; owner: Person }> {
  const headers = await codeHeaders(auth, test.headers)
  const found = await findCodeOwner(auth, headers)
  if (!found || found.signedIn !== test.signedIn) {
    throw new AppError('UNAUTHORIZED', 'No sign-in waits for a code. Sign in again.', {
      reason: { kind: 'signed-out' },
    })
  }
  const owner = found.person
  const attempt = { email: owner.email, onLock: (until: Date) => test.onLock(owner, until) }
  const response = await codeGuard.guard(attempt, async () => {
    if (test.kind === 'one-time' && !(await claimCode(auth, owner.id, test.code))) {
      throw new AppError('UNAUTHORIZED', 'This code was used already. Wait for the next one.')
    }
    const value = await test.ask(headers)
    return { verdict: await verdictOf(value), value }
  })
  return { response, owner }
}

async function verdictOf(response: Response): Promise<Checked<Response>['verdict']> {
  if (response.ok) return 'right'
  const code = await answerCode(response)
  return code === 'INVALID_CODE' || code === 'INVALID_BACKUP_CODE' ? 'wrong' : 'none'
}
