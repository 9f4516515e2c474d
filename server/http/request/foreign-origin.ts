import type { FastifyRequest } from 'fastify'
import { AppError } from '../../errors.ts'

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Refuses what another site makes a visitor's browser send. Browsers say where a request comes from in Origin or
 * Sec-Fetch-Site; a program that is no browser says neither and holds no visitor's cookie.
 */
export function refuseForeignOrigin(request: FastifyRequest, appUrl: string): void {
  if (safeMethods.has(request.method)) return
  const { origin } = request.headers
  const site = request.headers['sec-fetch-site']
  const foreign =
    origin === undefined ? site !== undefined && site !== 'same-origin' && site !== 'none' : origin !== appUrl
  if (!foreign) return
  throw new AppError(
    'FORBIDDEN',
    `This address is not the one that Gatehouse is set up for. Open ${appUrl} instead.`,
    {
      reason: { kind: 'origin', expected: appUrl },
    },
  )
}
