import { createHmac, timingSafeEqual } from 'node:crypto'
import { parseCookie } from 'cookie'

const hmac = (value: string, secret: string) => createHmac('sha256', secret).update(value).digest()

/** The value of a cookie, signed as Better Auth signs it. */
export const signCookie = (value: string, secret: string) =>
  encodeURIComponent(`${value}.${hmac(value, secret).toString('base64')}`)

// 32 bytes in base64.
const signaturePattern = /^[A-Za-z0-9+/]{43}=$/

/**
 * What the decoded content of a signed cookie holds; null when none of the secrets signed it. It is checked at once and
 * in this thread, since those of the pool may all be hashing passwords.
 */
export function readSignedCookie(content: string, secrets: readonly string[]): string | null {
  const dot = content.lastIndexOf('.')
  const signature = content.slice(dot + 1)
  if (dot < 1 || !signaturePattern.test(signature)) return null
  const value = content.slice(0, dot)
  const given = Buffer.from(signature, 'base64')
  return secrets.some((secret) => timingSafeEqual(given, hmac(value, secret))) ? value : null
}

/** The cookies of a header as Better Auth reads them: of a name the first, and without quotes around it. */
export const readCookies = (header: string) => parseCookie(header, { decode: readValue })

function readValue(written: string): string {
  const trimmed = written.trim()
  const value = trimmed.startsWith('"') ? trimmed.slice(1, -1) : trimmed
  try {
    return value.includes('%') ? decodeURIComponent(value) : value
  } catch {
    return value
  }
}

/**
 * The Cookie header with every cookie that an older secret signed signed anew by the current one, so that a
 * rotation signs nobody out. A cookie is `value.signature`, the signature an HMAC-SHA256 in base64 (better-call).
 */
export function acceptOlderSecrets(cookieHeader: string, secrets: readonly string[]): string {
  const [current, ...older] = secrets
  if (!current || older.length === 0) return cookieHeader
  // Not `stringifyCookie`, which throws for a name that it does not like: names are the caller's.
  return Object.entries(readCookies(cookieHeader))
    .map(([name, content = '']) => {
      const value = readSignedCookie(content, older)
      return `${name}=${value === null ? encodeURIComponent(content) : signCookie(value, current)}`
    })
    .join('; ')
}
