import { TRPCError } from '@trpc/server'
import { ZodError } from 'zod'
import type { ErrorData } from '#shared/errors.ts'
import { AppError, invalidInput, isDatabaseAway, unavailable } from '../errors.ts'

/** The AppError behind what tRPC caught: the one that was thrown, bad input, an outage; null for a bug of ours. */
export function toKnownError(error: TRPCError): AppError | null {
  const { cause } = error
  if (cause instanceof AppError) return cause
  if (error.code === 'BAD_REQUEST' && cause instanceof ZodError) return invalidInput(cause)
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

/** Our part of `error.data`. */
export function errorData(error: TRPCError, requestId: string): ErrorData {
  const known = toKnownError(error)
  return { reason: known?.reason ?? null, fieldErrors: known?.fieldErrors ?? null, requestId }
}
