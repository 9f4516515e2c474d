import { createHmac, timingSafeEqual } from 'node:crypto'
import { parseCookie } from 'cookie'

const sign = (value: string, secret: string) => createHmac('sha256', secret).update(value).digest('base64')

function isSignedBy(value: string, signature: string, secret: string): boolean {
  const expected = Buffer.from(sign(value, secret))
  const given = Buffer.from(signature)
  return expected.length === given.length && timingSafeEqual(expected, given)
}

/** The value of a cookie, signed as Better Auth signs it. */
export const signCookie = (value: string, secret: string) =>
  encodeURIComponent(`${value}.${sign(value, secret)}`)

/** What the decoded content of a signed cookie holds; null when none of the secrets signed it. */
export function readSignedCookie(content: string, secrets: string[]): string | null {
  const dot = content.lastIndexOf('.')
  const value = content.slice(0, dot)
  const signature = content.slice(dot + 1)
  return dot > 0 && secrets.some((secret) => isSignedBy(value, signature, secret)) ? value : null
}

/**
 * The Cookie header with every cookie that an older secret signed signed anew by the current one, so that a
 * rotation signs nobody out. A cookie is `value.signature`, the signature an HMAC-SHA256 in base64 (better-call).
 */
export function acceptOlderSecrets(cookieHeader: string, secrets: string[]): string {
  const [current, ...older] = secrets
  if (!current || older.length === 0) return cookieHeader
  // Not `stringifyCookie`, which throws for a name that it does not like: names are the caller's.
  return Object.entries(parseCookie(cookieHeader))
    .map(([name, content = '']) => {
      const value = readSignedCookie(content, older)
      return `${name}=${value === null ? encodeURIComponent(content) : signCookie(value, current)}`
    })
    .join('; ')
}
