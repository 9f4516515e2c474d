import type { FastifyRequest } from 'fastify'
import { deviceDays } from '../../auth/lockout/device-tokens.ts'
import { readCookie } from './read-cookie.ts'

export type DeviceCookie = ReturnType<typeof createDeviceCookie>

/** The cookie of a known browser: for no script, for no other site, and behind https for no other host. */
export function createDeviceCookie(appUrl: string) {
  const secure = appUrl.startsWith('https:')
  const name = secure ? '__Host-gatehouse.device' : 'gatehouse.device'
  const attributes = `Max-Age=${deviceDays * 24 * 60 * 60}; Path=/; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`
  return {
    /** The token that the request came with. */
    read(request: FastifyRequest): string | null {
      return readCookie(request.headers.cookie, name)
    },
    /** The Set-Cookie header that makes the browser known. */
    write: (token: string) => `${name}=${token}; ${attributes}`,
  }
}
