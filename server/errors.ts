import type { z } from 'zod'
import type { ErrorCode, ErrorReason, FieldErrors } from '#shared/errors.ts'

/** An error that its caller may see: `message` is shown as it is, so it says what to do and holds no secret. */
export class AppError extends Error {
  readonly code: ErrorCode
  readonly reason: ErrorReason | null
  readonly fieldErrors: FieldErrors | null

  constructor(
    code: ErrorCode,
    message: string,
    options: { cause?: unknown; reason?: ErrorReason; fieldErrors?: FieldErrors } = {},
  ) {
    super(message, { cause: options.cause })
    this.name = 'AppError'
    this.code = code
    this.reason = options.reason ?? null
    this.fieldErrors = options.fieldErrors ?? null
  }
}

/** What keeps the process from starting: one sentence for the person at the terminal, no stack. */
export class StartError extends Error {
  constructor(message: string, options: { cause?: unknown } = {}) {
    super(message, options)
    this.name = 'StartError'
  }
}

// Connection failures of the operating system and of Postgres (classes 08, 53 and 57P), and pg's own words.
const awayCodes = /^(ECONNREFUSED|ECONNRESET|EPIPE|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|08...|53...|57P..|25P03)$/
const awayMessages =
  /connection terminated|timeout exceeded when trying to connect|not queryable|client was closed/i

// A lock or a statement that took longer than the pool lets it (lock_not_available, query_canceled).
const timedOutCodes = /^(55P03|57014)$/

/** Whether the error, or what caused it, says that the database cannot be reached at the moment. */
export function isDatabaseUnreachable(error: unknown): boolean {
  return isCausedBy(error, (code, message) => awayCodes.test(code) || awayMessages.test(message))
}

/** Whether the error, or what caused it, is an outage: the database cannot be reached, or kept the caller waiting. */
export function isDatabaseAway(error: unknown): boolean {
  return isDatabaseUnreachable(error) || isCausedBy(error, (code) => timedOutCodes.test(code))
}

function isCausedBy(error: unknown, matches: (code: string, message: string) => boolean): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof AggregateError && cause.errors.some((each) => isCausedBy(each, matches))) return true
    if (matches('code' in cause ? String(cause.code) : '', cause.message)) return true
  }
  return false
}

/** The one answer to an outage: try again in a second; nobody is signed out by it. */
export function unavailable(cause?: unknown): AppError {
  return new AppError('SERVICE_UNAVAILABLE', 'The service is not available right now. Try again shortly.', {
    cause,
    reason: { kind: 'unavailable', retryAfterMs: 1000 },
  })
}

/** Input that its schema refuses, with the messages by path, so that a form can show each at its field. */
export function invalidInput(error: z.ZodError): AppError {
  const fieldErrors: FieldErrors = {}
  for (const issue of error.issues) {
    const path = issue.path.join('.')
    fieldErrors[path] = [...(fieldErrors[path] ?? []), issue.message]
  }
  const [first] = error.issues
  const message = first ? `${first.path.join('.') || 'Input'}: ${first.message}` : 'The input is not valid.'
  return new AppError('BAD_REQUEST', message, { cause: error, fieldErrors })
}

/** Input that only a look at our data shows to be wrong, for the form's field. */
export function invalidField(field: string, message: string): AppError {
  return new AppError('BAD_REQUEST', `${field}: ${message}`, { fieldErrors: { [field]: [message] } })
}

/** The answer to a call that a limit refused: when the next one passes; or, when a rule blocks it, when that ends. */
export function limitError(
  denied: Omit<Extract<ErrorReason, { kind: 'limit' }>, 'kind'> & { blocked?: { until: Date | null } },
): AppError {
  const { policy, scope, limit, windowMs, retryAfterMs, blocked } = denied
  if (blocked) {
    const until = blocked.until?.toISOString() ?? null
    return new AppError('FORBIDDEN', `A rule blocks these calls${until ? ` until ${until}` : ''}.`, {
      reason: { kind: 'blocked', until },
    })
  }
  return new AppError('TOO_MANY_REQUESTS', `Too many tries. Again in ${Math.ceil(retryAfterMs / 1000)} s.`, {
    reason: { kind: 'limit', policy, scope, limit, windowMs, retryAfterMs },
  })
}
