import { AppError } from '../../errors.ts'

const retryAfterMs = 5000

/** The answer while the provider cannot be reached, or does not take our key. */
export const paymentsAway = (cause?: unknown): AppError =>
  new AppError('SERVICE_UNAVAILABLE', 'The payment provider does not answer right now. Try again shortly.', {
    cause,
    reason: { kind: 'unavailable', retryAfterMs },
  })

/** The answer where no provider is set up. */
export const paymentsOff = (): AppError =>
  new AppError('CONFLICT', 'Nothing can be bought here: no payment provider is set up.', {
    reason: { kind: 'payments', problem: 'off' },
  })

/** The answer to what the provider refuses; `code` is its word for it. */
const paymentsRefused = (code: string, cause: unknown): AppError =>
  new AppError('CONFLICT', `The payment provider refused it: ${code}.`, {
    cause,
    reason: { kind: 'payments', problem: 'refused' },
  })

/** The answer to a payment that was not made, after which all is as it was. */
const paymentDeclined = (cause: unknown): AppError =>
  new AppError(
    'CONFLICT',
    'The payment was declined, and nothing was changed. Look after the card under billing.',
    {
      cause,
      reason: { kind: 'declined' },
    },
  )

/** Whether the provider answered, and refused. */
export const isRefused = (error: unknown): error is AppError =>
  error instanceof AppError && error.reason?.kind === 'payments' && error.reason.problem === 'refused'

/** Whether the provider did not answer. */
export const isAway = (error: unknown): error is AppError =>
  error instanceof AppError && error.code === 'SERVICE_UNAVAILABLE'

/** Whether the provider knows no such object. */
export const isMissing = (error: unknown): boolean => codeOf(error) === 'resource_missing'

/** Whether the provider has an object of this id already. */
export const isTaken = (error: unknown): boolean => codeOf(error) === 'resource_already_exists'

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}

// These say that the same asked again may be answered otherwise, or that an operator must do something first.
const passing = new Set([
  'StripeConnectionError',
  'StripeAPIError',
  'StripeRateLimitError',
  'StripeAuthenticationError',
  'StripePermissionError',
  'StripeIdempotencyError',
])

/** What of the provider's library a caller may see: neither its words nor what was sent. */
export function toPaymentFailure(error: unknown): unknown {
  if (!(error instanceof Error) || !('type' in error) || typeof error.type !== 'string') return error
  if (passing.has(error.type)) return paymentsAway(plainCause(error))
  if (isDeclined(error)) return paymentDeclined(plainCause(error))
  return paymentsRefused(codeOf(error) ?? 'invalid_request', plainCause(error))
}

// A bank that first wants its customer to confirm refuses as one that will not pay.
const isDeclined = (error: Error & { type?: unknown }) =>
  error.type === 'StripeCardError' || codeOf(error) === 'subscription_payment_intent_requires_action'

// The library's errors hold headers and the raw answer, which belong into no log.
function plainCause(error: Error): Error {
  const { type, statusCode, requestId } = error as Error & Partial<Record<string, unknown>>
  const words = [type, codeOf(error), statusCode, requestId].filter((word) => word !== undefined)
  return new Error(`Stripe: ${words.join(' ')}`)
}
