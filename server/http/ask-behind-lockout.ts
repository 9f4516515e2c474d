import type { FastifyRequest } from 'fastify'
import type { Attempt, Checked, Lockout } from '../auth/lockout.ts'
import type { DeviceCookie } from './device-cookie.ts'

/**
 * Asks Better Auth to sign somebody in, with the lockout before it. A browser from which the right password came is
 * known from then on, and its answer carries the cookie.
 */
export async function askBehindLockout(
  { lockout, deviceCookie }: { lockout: Lockout; deviceCookie: DeviceCookie },
  request: FastifyRequest,
  { body = {}, ask }: { body: Record<string, unknown> | undefined; ask: () => Promise<Response> },
): Promise<Response> {
  const attempt: Attempt = { email: String(body.email), deviceToken: deviceCookie.read(request) }
  const response = await lockout.guard(attempt, async () => {
    const value = await ask()
    return { verdict: verdictOf(value), value }
  })
  // Who does not want to be remembered here sits at somebody else's computer.
  if (!response.ok || body.rememberMe === false) return response
  const token = await lockout.rememberDevice(attempt)
  if (token) response.headers.append('set-cookie', deviceCookie.write(token))
  return response
}

// 403 comes after the password was found right: the address is not verified, or the account is banned.
function verdictOf({ ok, status }: Response): Checked<Response>['verdict'] {
  if (ok) return 'right'
  return status === 401 ? 'wrong' : 'none'
}
