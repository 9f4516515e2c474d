import { TRPCError } from '@trpc/server'
import { getHTTPStatusCodeFromError } from '@trpc/server/http'
import { TRPC_ERROR_CODES_BY_KEY } from '@trpc/server/rpc'
import { ZodError } from 'zod'
import type { ErrorData } from '#shared/errors.ts'
import { AppError, invalidInput, isDatabaseAway, unavailable } from '../errors.ts'

/** The AppError behind what tRPC caught: the one that was thrown, bad input, an outage; null for a bug of ours. */
export function toKnownError(error: TRPCError): AppError | null {
  const { cause } = error
  if (cause instanceof AppError) return cause
  if (error.code === 'BAD_REQUEST' && cause instanceof ZodError) return invalidInput(cause)
  // Without its cause, whose message holds a part of what was sent.
  if (error.code === 'BAD_REQUEST' && cause instanceof SyntaxError)
    return new AppError('BAD_REQUEST', 'The input is not JSON.')
  if (isDatabaseAway(cause)) return unavailable(cause)
  return null
}

/** The error to answer with; one that nobody may know of becomes "Internal server error". */
export function mapError(error: TRPCError): TRPCError {
  const known = toKnownError(error)
  if (known) return new TRPCError({ code: known.code, message: known.message, cause: known })
  // What tRPC itself refuses (no such procedure, wrong method, not JSON) says nothing of ours.
  if (error.code !== 'INTERNAL_SERVER_ERROR' && (!error.cause || error.code === 'PARSE_ERROR')) return error
  return new TRPCError({
    code: 'INTERNAL_SERVER_ERROR',
    message: 'Internal server error',
    cause: error.cause,
  })
}

/** The error of a procedure as the error handlers of other routes know it: tRPC has wrapped what was thrown. */
export function unwrapError(error: unknown): unknown {
  if (!(error instanceof TRPCError)) return error
  const known = toKnownError(error)
  if (known) return known
  const mapped = mapError(error)
  if (mapped.code === 'INTERNAL_SERVER_ERROR') return error.cause ?? error
  return Object.assign(new AppError('BAD_REQUEST', mapped.message), {
    statusCode: getHTTPStatusCodeFromError(mapped),
  })
}

/** What an error answers in the fields that tRPC fills in by itself: it does so before the error is mapped. */
export function errorShape(error: TRPCError) {
  const mapped = mapError(error)
  const { code, message } = mapped
  return {
    message,
    code: TRPC_ERROR_CODES_BY_KEY[code],
    data: { code, httpStatus: getHTTPStatusCodeFromError(mapped) },
  }
}

/** Our part of `error.data`. */
export function errorData(error: TRPCError, requestId: string): ErrorData {
  const known = toKnownError(error)
  return { reason: known?.reason ?? null, fieldErrors: known?.fieldErrors ?? null, requestId }
}
