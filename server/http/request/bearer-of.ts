import type { FastifyRequest } from 'fastify'

/**
 * What follows `Bearer` in a request, whole, be it a key or not; null without it. Of other schemes, such as the Basic of a
 * proxy in front, nothing is read.
 */
export function bearerOf({ headers }: Pick<FastifyRequest, 'headers'>): string | null {
  return /^\s*bearer(?![^\s])(.*)$/is.exec(headers.authorization ?? '')?.[1]?.trim() ?? null
}
