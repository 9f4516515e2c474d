import { createHmac, timingSafeEqual } from 'node:crypto'

const sign = (value: string, secret: string) => createHmac('sha256', secret).update(value).digest('base64')

function isSignedBy(value: string, signature: string, secret: string): boolean {
  const expected = Buffer.from(sign(value, secret))
  const given = Buffer.from(signature)
  return expected.length === given.length && timingSafeEqual(expected, given)
}

/** The value of a cookie, signed as Better Auth signs it. */
export const signCookie = (value: string, secret: string) =>
  encodeURIComponent(`${value}.${sign(value, secret)}`)

/** What a signed cookie holds; null when none of the secrets signed it. */
export function readSignedCookie(cookieValue: string, secrets: string[]): string | null {
  const content = decode(cookieValue)
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
  return cookieHeader
    .split(/; */)
    .map((cookie) => signAnew(cookie, current, older))
    .join('; ')
}

/** The value of the first cookie of that name, when the secret has signed it; else null. */
export function findSignedCookie(cookieHeader: string, name: string, secret: string): string | null {
  const cookie = cookieHeader.split(/; */).find((each) => each.startsWith(`${name}=`))
  const content = decode(cookie?.slice(name.length + 1) ?? '')
  const dot = content.lastIndexOf('.')
  if (dot < 1) return null
  const value = content.slice(0, dot)
  return isSignedBy(value, content.slice(dot + 1), secret) ? value : null
}

function signAnew(cookie: string, current: string, older: string[]): string {
  const equals = cookie.indexOf('=')
  const content = decode(cookie.slice(equals + 1))
  const dot = content.lastIndexOf('.')
  if (equals < 0 || dot < 1) return cookie
  const value = content.slice(0, dot)
  const signature = content.slice(dot + 1)
  if (!older.some((secret) => isSignedBy(value, signature, secret))) return cookie
  return `${cookie.slice(0, equals)}=${signCookie(value, current)}`
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}
