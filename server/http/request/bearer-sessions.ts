import { parseSetCookie } from 'cookie'
import type { FastifyRequest } from 'fastify'
import type { SessionCookies } from '../../auth/sessions/session-cookies.ts'
import { AppError, invalidField } from '../../errors.ts'
import { bearerOf } from './bearer-of.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Whether a program sent its session as a token: it came with no cookies that count, and is given none. */
    holdsToken: boolean
  }
}

/** Asks what signs in for the session's token, as `yes`, and is where the answer holds it. */
export const tokenHeader = 'x-session-token'

export type BearerSessions = ReturnType<typeof createBearerSessions>

/**
 * Sessions of programs that keep no cookies, such as a mobile app: they send what the session's cookie would hold, or that
 * of a sign-in that waits for a code, as `Authorization: Bearer`.
 */
export function createBearerSessions({ names, read }: Pick<SessionCookies, 'names' | 'read'>) {
  // With POST, since browsers say with each of those where it comes from: a script that got into a page of ours cannot
  // have the page's cookie turned into a token.
  const asks = ({ method, headers }: FastifyRequest) =>
    method === 'POST' && headers[tokenHeader] !== undefined
  const given = new Set([names.session, names.twoFactor])
  return {
    /**
     * Puts the token in the place of all cookies that the request came with, so that whatever looks for a session finds
     * this one and no other. What no secret of ours signed stays where it is, and nobody is signed in by it.
     */
    receive(request: FastifyRequest): void {
      const bearer = bearerOf(request)
      const value = read(bearer)
      if (bearer === null || value === null) return
      const name = value.startsWith('2fa-') ? names.twoFactor : names.session
      request.headers.cookie = `${name}=${encodeURIComponent(bearer)}`
      delete request.headers.authorization
      request.holdsToken = true
    },

    /** Why the request may not ask for a token; null when it may, or does not. */
    refusal(request: FastifyRequest, body: Record<string, unknown> = {}): AppError | null {
      if (!asks(request)) return null
      if (request.headers[tokenHeader] !== 'yes')
        return new AppError('BAD_REQUEST', `A token is asked for with ${tokenHeader}: yes.`)
      if (request.headers.origin !== undefined || request.headers['sec-fetch-site'] !== undefined)
        return new AppError(
          'FORBIDDEN',
          'A page has its session in a cookie that no script can read: no token.',
        )
      if (body.rememberMe === false)
        return invalidField('rememberMe', 'Only a browser can forget a session as it closes.')
      return null
    },

    /** Moves the token of an answer from its cookie into a header, where one was asked for or came with the request. */
    give(request: FastifyRequest, { headers }: Response): void {
      if (!request.holdsToken && !asks(request)) return
      const cookies = headers.getSetCookie()
      headers.delete('set-cookie')
      for (const cookie of cookies) {
        const { name, value = '' } = parseSetCookie(cookie)
        if (!given.has(name)) headers.append('set-cookie', cookie)
        else if (value !== '') headers.set(tokenHeader, value)
      }
      if (request.holdsToken) headers.delete('set-cookie')
    },
  }
}
