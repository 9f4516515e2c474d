import { TRPCClientError } from '@trpc/client'
import { describe, expect, test } from 'vitest'
import { part } from '../part/part.ts'
import { AuthRefusal } from './auth.tsx'
import { isMissingPart, isOutage, isSignedOut, toFailure, waitMs } from './failure.ts'

const limit = {
  kind: 'limit',
  policy: 'sign-in',
  scope: 'ip',
  limit: 5,
  windowMs: 60_000,
  retryAfterMs: 42_000,
}
const trpcError = (data: Record<string, unknown>) =>
  TRPCClientError.from({ error: { code: -32000, message: 'Refused.', data } })

describe('a tRPC error', () => {
  test('keeps status, reason, field errors and request id', () => {
    const failure = toFailure(
      trpcError({
        code: 'BAD_REQUEST',
        httpStatus: 400,
        reason: null,
        fieldErrors: { name: ['Required.'] },
        requestId: 'req-1',
      }),
    )
    expect(failure).toEqual({
      status: 400,
      code: 'BAD_REQUEST',
      message: 'Refused.',
      reason: null,
      fieldErrors: { name: ['Required.'] },
      requestId: 'req-1',
    })
    expect(isOutage(failure)).toBe(false)
  })

  test('only the signed-out reason leads to sign-in, never an outage', () => {
    expect(isSignedOut(toFailure(trpcError({ httpStatus: 401, reason: { kind: 'signed-out' } })))).toBe(true)
    const outage = toFailure(
      trpcError({ httpStatus: 503, reason: { kind: 'unavailable', retryAfterMs: 1000 } }),
    )
    expect([isSignedOut(outage), isOutage(outage)]).toEqual([false, true])
  })

  test('without an answer it is an outage', () => {
    expect(isOutage(toFailure(TRPCClientError.from(new TypeError('Failed to fetch'))))).toBe(true)
  })

  test('a refusal from before tRPC keeps its own body', () => {
    const body = {
      code: 'FORBIDDEN',
      message: 'Open http://a.example.',
      reason: { kind: 'origin' },
      requestId: 'r',
    }
    const error = TRPCClientError.from(new Error('Unable to transform response from server'), {
      meta: { response: new Response(null, { status: 403 }), responseJSON: body },
    })
    expect(toFailure(error)).toMatchObject({ status: 403, code: 'FORBIDDEN', reason: { kind: 'origin' } })
  })
})

describe('an answer of Better Auth', () => {
  test('keeps its code and status', () => {
    const failure = toFailure(
      new AuthRefusal(401, { code: 'INVALID_EMAIL_OR_PASSWORD', message: 'Invalid email or password' }),
    )
    expect(failure).toMatchObject({ status: 401, code: 'INVALID_EMAIL_OR_PASSWORD', reason: null })
    expect(isSignedOut(failure)).toBe(false)
  })

  test('a limit says how long to wait', () => {
    expect(waitMs(toFailure(new AuthRefusal(429, { code: 'TOO_MANY_REQUESTS', reason: limit })))).toBe(42_000)
    expect(waitMs(toFailure(new AuthRefusal(503, {})))).toBeNull()
  })
})

test('a part that does not come is an outage of its own kind, and may come the next time', async () => {
  let broken = true
  const load = part(() => (broken ? Promise.reject(new TypeError('Failed to fetch')) : Promise.resolve('x')))
  const failure = toFailure(await load().catch((error: unknown) => error))
  expect([isMissingPart(failure), isOutage(failure), isSignedOut(failure)]).toEqual([true, true, false])
  broken = false
  expect(await load()).toBe('x')
})

test('no room for a call is no outage, and says how long to wait', () => {
  const reason = { kind: 'busy', retryAfterMs: 2000 }
  const failure = toFailure(new AuthRefusal(503, { code: 'SERVICE_UNAVAILABLE', reason }))
  expect([isOutage(failure), waitMs(failure)]).toEqual([false, 2000])
})

test('a bug of ours is no outage', () => {
  expect(isOutage(toFailure(new RangeError('x')))).toBe(false)
})
