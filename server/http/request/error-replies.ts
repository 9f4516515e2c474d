import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { type ErrorCode, errorStatus } from '#shared/errors.ts'
import { AppError, isDatabaseAway, unavailable } from '../../errors.ts'

/** What may be said about an error: an AppError as it is, an outage as 503, anything else nothing at all. */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error
  const status = refusalStatus(error)
  const code = (Object.keys(errorStatus) as ErrorCode[]).find((key) => errorStatus[key] === status)
  // Fastify's own refusals (too large, not JSON, no such media type) say what to do and name nothing of ours.
  if (status) return new AppError(code ?? 'BAD_REQUEST', (error as Error).message, { cause: error })
  if (isDatabaseAway(error)) return unavailable(error)
  return new AppError('INTERNAL_SERVER_ERROR', 'Internal server error', { cause: error })
}

/** Fastify's error handler: the same error body for every route that is not tRPC's. */
export function sendError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const appError = toAppError(error)
  const status = refusalStatus(error) ?? errorStatus[appError.code]
  if (status >= 500) request.log.error({ err: error }, 'request failed')
  const { reason } = appError
  if (reason && 'retryAfterMs' in reason) {
    reply.header('retry-after', String(Math.max(1, Math.ceil(reason.retryAfterMs / 1000))))
  }
  return reply.code(status).header('cache-control', 'no-store').send(errorBody(appError, request.id))
}

// The status that a refusal brings with it, which may be one that no ErrorCode has (405, 408, 415).
function refusalStatus(error: unknown): number | null {
  const { statusCode = 0 } = error as Partial<FastifyError>
  return statusCode >= 400 && statusCode < 500 ? statusCode : null
}

/** The JSON of an error outside tRPC. */
export function errorBody(error: AppError, requestId: string) {
  return {
    code: error.code,
    message: error.message,
    reason: error.reason,
    fieldErrors: error.fieldErrors,
    requestId,
  }
}
