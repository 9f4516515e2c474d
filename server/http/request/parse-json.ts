import { AppError } from '../../errors.ts'

/** A body as JSON; undefined without one. Throws BAD_REQUEST. */
export function parseJson(body: unknown): unknown {
  if (typeof body !== 'string' || body === '') return undefined
  try {
    return JSON.parse(body)
  } catch {
    // Without its cause, whose message holds a part of the body.
    throw new AppError('BAD_REQUEST', 'The body is not JSON.')
  }
}
