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

/** Fastify's error handler: the same error body for every route that is neither tRPC's nor of REST. */
export function sendError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { appError, status } = prepareRefusal(error, request, reply)
  return reply.code(status).send(errorBody(appError, request.id))
}

/** What is to be answered to an error, its headers set; what failed is logged. */
export function prepareRefusal(error: unknown, request: FastifyRequest, reply: FastifyReply) {
  const appError = toAppError(error)
  const status = refusalStatus(error) ?? errorStatus[appError.code]
  // Without a cause nothing failed: there is no room for the request at the moment.
  if (status >= 500 && appError.cause) request.log.error({ err: error }, 'request failed')
  const { reason } = appError
  if (reason && 'retryAfterMs' in reason && reason.retryAfterMs !== undefined) {
    reply.header('retry-after', String(Math.max(1, Math.ceil(reason.retryAfterMs / 1000))))
  }
  reply.header('cache-control', 'no-store')
  return { appError, status }
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
