import { readCookies, readSignedCookie, signCookie } from '../secrets/signed-cookies.ts'

export type SessionCookies = ReturnType<typeof createSessionCookies>

/**
 * The session's cookie as Better Auth names and signs it, and the one that keeps an admin's own session while they act
 * as somebody else. Both are for no script and no other site, and behind https for no plain connection.
 */
export function createSessionCookies({ appUrl, secrets }: { appUrl: string; secrets: string[] }) {
  const [secret = ''] = secrets
  const secure = appUrl.startsWith('https:')
  const prefix = secure ? '__Secure-gatehouse' : 'gatehouse'
  const sessionName = `${prefix}.session_token`
  const ownName = secure ? '__Host-gatehouse.own_session' : 'gatehouse.own_session'
  const attributes = `Path=/; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`
  const set = (name: string, token: string, maxAgeS: number | null) =>
    `${name}=${signCookie(token, secret)}; ${maxAgeS === null ? '' : `Max-Age=${maxAgeS}; `}${attributes}`
  const drop = (name: string) => `${name}=; Max-Age=0; ${attributes}`
  const read = (value: string | null) => (value === null ? null : readSignedCookie(value, secrets))
  return {
    /**
     * The names of the cookies; `unremembered` is there when the browser is to forget the session as it closes, `twoFactor`
     * while a sign-in waits for a code.
     */
    names: {
      session: sessionName,
      own: ownName,
      unremembered: `${prefix}.dont_remember`,
      twoFactor: `${prefix}.two_factor`,
    },
    /** Set-Cookie headers; without seconds the cookie goes as the browser closes. */
    giveSession: (token: string, maxAgeS: number | null) => set(sessionName, token, maxAgeS),
    dropSession: () => drop(sessionName),
    keepOwn: (token: string, maxAgeS: number | null) => set(ownName, token, maxAgeS),
    dropOwn: () => drop(ownName),
    /** The token in the value of one of these cookies; null when none of our secrets signed it. */
    read,
    /** The token of the session that a Cookie header names; null without one, and when none of our secrets signed it. */
    readSession(header: string | undefined): string | null {
      // Most strangers send none, so nothing of theirs is read.
      if (!header?.includes('session_token=')) return null
      return read(readCookies(header)[sessionName] ?? null)
    },
  }
}
