import { parseCookie } from 'cookie'

/** The value of the first cookie with this name in a Cookie header. */
export function readCookie(header: string | undefined, name: string): string | null {
  return parseCookie(header ?? '')[name] ?? null
}
