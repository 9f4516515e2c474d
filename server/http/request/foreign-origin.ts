import type { FastifyRequest } from 'fastify'
import type { Config } from '../../config.ts'
import { AppError } from '../../errors.ts'
import { bearerOf } from './bearer-of.ts'

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Refuses what another site makes a visitor's browser send. Browsers say where a request comes from in Origin or
 * Sec-Fetch-Site; a program that is no browser says neither and holds no visitor's cookie.
 */
export function refuseForeignOrigin(
  request: FastifyRequest,
  { appUrl, allowedOrigins }: Pick<Config, 'appUrl' | 'allowedOrigins'>,
): void {
  // Whoever sends a key or a token has it, and its cookies are ignored: no site can make a visitor's browser send one.
  if (safeMethods.has(request.method) || bearerOf(request) !== null) return
  const { origin } = request.headers
  const site = request.headers['sec-fetch-site']
  const foreign =
    origin === undefined
      ? site !== undefined && site !== 'same-origin' && site !== 'none'
      : origin !== appUrl && !allowedOrigins.includes(origin)
  if (!foreign) return
  throw new AppError(
    'FORBIDDEN',
    `This address is not the one that the service is set up for. Open ${appUrl} instead.`,
    {
      reason: { kind: 'origin', expected: appUrl },
    },
  )
}
