import type { FastifyRequest } from 'fastify'
import type { Checked } from '../../auth/lockout/guard-attempt.ts'
import type { Attempt, Lockout } from '../../auth/lockout/lockout.ts'
import { answerCode } from '../events/read-answer.ts'
import type { DeviceCookie } from '../request/device-cookie.ts'

/**
 * Asks Better Auth for what tests the password of `email`, with the lockout before it. A browser from which the right
 * password came is known from then on, and its answer carries the cookie; `remember` is false where it must not be.
 */
export async function askBehindLockout(
  { lockout, deviceCookie }: { lockout: Lockout; deviceCookie: DeviceCookie },
  request: FastifyRequest,
  options: Pick<Attempt, 'email' | 'onLock'> & { remember: boolean; ask: () => Promise<Response> },
): Promise<Response> {
  const { email, onLock, ask } = options
  const attempt: Attempt = { email, onLock, deviceToken: deviceCookie.read(request) }
  const response = await lockout.guard(attempt, async () => {
    const value = await ask()
    return { verdict: await verdictOf(value), value }
  })
  // Who does not want to be remembered here sits at somebody else's computer.
  if (!response.ok || !options.remember) return response
  const token = await lockout.rememberDevice(attempt)
  if (token) response.headers.append('set-cookie', deviceCookie.write(token))
  return response
}

// 403 comes after the password was found right: the address is not verified, or the account is banned.
async function verdictOf(response: Response): Promise<Checked<Response>['verdict']> {
  if (response.ok) return 'right'
  return response.status === 401 || (await answerCode(response)) === 'INVALID_PASSWORD' ? 'wrong' : 'none'
}
