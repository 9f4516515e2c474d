import type { FastifyRequest } from 'fastify'
import { AppError } from '../../errors.ts'

/** Refuses a path and Host that are no address together (RFC 9112, 3.2): what reads them as one would fail. */
export function refuseBrokenTarget({ url, headers: { host = 'localhost' } }: FastifyRequest): void {
  if (!URL.canParse(url, `http://${host}`))
    throw new AppError('BAD_REQUEST', 'The address of the request is not one.')
}
