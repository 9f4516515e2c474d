import { parseCookie, stringifyCookie } from 'cookie'
import type { Auth } from './auth.ts'
import type { Person } from './auth-facts.ts'
import { readSignedCookie } from './secrets/signed-cookies.ts'

/** Whose second factor a code is for, and whether they are signed in: then it is to set one up. */
export interface CodeOwner {
  person: Person
  signedIn: boolean
}

/**
 * The headers with only the cookies that a test of a code depends on, each once: so that Better Auth cannot read
 * another account from them than the one whose guesses are counted.
 */
export async function codeHeaders(auth: Auth, headers: Headers): Promise<Headers> {
  const { authCookies, createAuthCookie } = await auth.$context
  const wanted = [
    authCookies.sessionToken.name,
    authCookies.dontRememberToken.name,
    createAuthCookie('two_factor').name,
    createAuthCookie('trust_device').name,
  ]
  const given = parseCookie(headers.get('cookie') ?? '')
  const result = new Headers(headers)
  result.set('cookie', stringifyCookie(Object.fromEntries(wanted.map((name) => [name, given[name]]))))
  return result
}

/** Whose code these headers are about: of the session, else of the sign-in that waits for a code; null for neither. */
export async function findCodeOwner(auth: Auth, headers: Headers): Promise<CodeOwner | null> {
  const signedIn = await auth.api.getSession({ headers, query: { disableRefresh: true } })
  if (signedIn) return { person: signedIn.user, signedIn: true }
  const { createAuthCookie, internalAdapter, secret } = await auth.$context
  const given = parseCookie(headers.get('cookie') ?? '')[createAuthCookie('two_factor').name]
  const challenge = given ? readSignedCookie(given, [secret]) : null
  const waiting = challenge ? await internalAdapter.findVerificationValue(challenge) : null
  if (!waiting || waiting.expiresAt <= new Date()) return null
  const person = await internalAdapter.findUserById(waiting.value)
  return person && { person, signedIn: false }
}

// A code is valid in its own half minute and in the one before and after it.
const codeLifeMs = 2 * 60_000

/**
 * Claims a one-time code for the only time that it may be used; false when somebody has used it already. Better Auth
 * would take it again for as long as it is valid.
 */
export async function claimCode(auth: Auth, userId: string, code: string): Promise<boolean> {
  const { internalAdapter } = await auth.$context
  return internalAdapter.reserveVerificationValue({
    identifier: `totp:${userId}:${code}`,
    // Not the user's id: what takes back a user's links must not make a used code new.
    value: 'used',
    expiresAt: new Date(Date.now() + codeLifeMs),
  })
}
