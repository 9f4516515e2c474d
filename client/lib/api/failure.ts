import type { TRPCClientError } from '@trpc/client'
import type { ErrorReason, FieldErrors } from '#shared/errors.ts'
import { MissingPart } from '../part/part.ts'
import { AuthRefusal } from './auth.tsx'
import type { AppRouter } from './trpc.ts'

/** What went wrong with a call, the same for tRPC and Better Auth. `status` 0: no answer came. */
export interface Failure {
  status: number
  /** An ErrorCode of ours, or Better Auth's own (`INVALID_EMAIL_OR_PASSWORD`). */
  code: string
  message: string
  reason: ErrorReason | null
  fieldErrors: FieldErrors | null
  requestId: string | null
}

type Fields = Record<string, unknown>
const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null

/** The failure behind whatever a call threw. */
export function toFailure(error: unknown): Failure {
  if (error instanceof AuthRefusal) return fromFields(error.body, error.status, error.message)
  if (isTrpcError(error)) {
    if (isFields(error.data)) return fromFields(error.data, 500, error.message)
    // Refused before tRPC: a foreign origin, a body too large, a proxy that speaks for a server that is away.
    const { response, responseJSON } = error.meta ?? {}
    if (isFields(responseJSON) && 'code' in responseJSON && response instanceof Response) {
      return fromFields(responseJSON, response.status, String(responseJSON.message))
    }
    return noAnswer
  }
  if (error instanceof MissingPart) return { ...noAnswer, code: missingPart }
  // What fetch throws when nothing answers.
  if (error instanceof TypeError) return noAnswer
  return { ...noAnswer, status: 500, code: 'CLIENT_ERROR' }
}

// By its name: the class itself would bring tRPC's client to pages that call nothing.
function isTrpcError(error: unknown): error is TRPCClientError<AppRouter> {
  return error instanceof Error && error.name === 'TRPCClientError'
}

const missingPart = 'MISSING_PART'

const noAnswer: Failure = {
  status: 0,
  code: 'NO_ANSWER',
  message: '',
  reason: null,
  fieldErrors: null,
  requestId: null,
}

function fromFields(fields: Fields, fallbackStatus: number, message: string): Failure {
  return {
    status: typeof fields.httpStatus === 'number' ? fields.httpStatus : fallbackStatus,
    code: typeof fields.code === 'string' ? fields.code : '',
    message,
    reason: isFields(fields.reason) ? (fields.reason as ErrorReason) : null,
    fieldErrors: isFields(fields.fieldErrors) ? (fields.fieldErrors as FieldErrors) : null,
    requestId: typeof fields.requestId === 'string' ? fields.requestId : null,
  }
}

/**
 * Whether the service is away: nobody is signed out by it, and the same call may pass later. One that has no room for a
 * call at the moment says so and answers others.
 */
export function isOutage(failure: Failure): boolean {
  if (failure.reason?.kind === 'busy') return false
  return failure.status === 0 || (failure.status >= 502 && failure.status <= 504)
}

/** Whether a part of the page did not come, whoever is to blame. */
export const isMissingPart = (failure: Failure): boolean => failure.code === missingPart

/** Whether the server knows no session for this browser: the one failure that leads to sign-in. */
export function isSignedOut(failure: Failure): boolean {
  return failure.reason?.kind === 'signed-out'
}

/** How long to wait before the call may pass, for a limit; null when waiting is not the answer. */
export function waitMs({ reason }: Failure): number | null {
  // A lock is of one account: the form stays open for another, and a new password ends it at once.
  return reason?.kind === 'limit' || reason?.kind === 'busy' ? reason.retryAfterMs : null
}
