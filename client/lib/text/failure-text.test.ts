import { expect, test } from 'vitest'
import type { Failure } from '../api/failure.ts'
import { errorCodeText, failureText } from './failure-text.ts'

const failure = (part: Partial<Failure>): Failure => ({
  status: 400,
  code: '',
  message: '',
  reason: null,
  fieldErrors: null,
  requestId: null,
  ...part,
})

test('a limit counts down and then says so', () => {
  const limited = failure({
    status: 429,
    reason: { kind: 'limit', policy: 'p', scope: 'ip', limit: 5, windowMs: 60_000, retryAfterMs: 42_000 },
  })
  expect(failureText(limited, 42)).toBe('Too many tries. Again in 42 s.')
  expect(failureText(limited, 0)).toBe('You can try again now.')
})

test('a queue that is full says so, counts down, and then asks for another try', () => {
  const crowded = failure({ status: 503, reason: { kind: 'busy', retryAfterMs: 2000 } })
  expect(failureText(crowded, 2)).toBe('Too many people sign in at this moment. Again in 2 s.')
  expect(failureText(crowded, 0)).toBe('You can try again now.')
})

test('an outage never speaks of sign-in', () => {
  const sentence = failureText(failure({ status: 503, code: 'SERVICE_UNAVAILABLE' }))
  expect(sentence).toMatch(/does not answer/)
  expect(sentence).not.toMatch(/sign/i)
})

test('a code of Better Auth is put into our words', () => {
  expect(failureText(failure({ status: 401, code: 'INVALID_EMAIL_OR_PASSWORD' }))).toBe(
    'The e-mail or the password is not right.',
  )
})

test('an unknown refusal keeps its own sentence, a server error does not', () => {
  expect(failureText(failure({ status: 409, message: 'Taken since.' }))).toBe('Taken since.')
  expect(failureText(failure({ status: 500, message: 'select * from' }))).not.toContain('select')
})

test('a sentence that asks for the request id has it, and without one asks for none', () => {
  expect(failureText(failure({ status: 500, requestId: 'req-7' }))).toMatch(/request id: req-7$/)
  expect(failureText(failure({ status: 500 }))).not.toMatch(/request id/)
})

test('a card that was refused, and a subscription that is gone, say what to do; one that runs in its own sentence', () => {
  const said = (kind: 'declined' | 'not-subscribed' | 'subscribed') =>
    failureText(failure({ status: 409, message: 'It decides the plan.', reason: { kind } }))
  expect(said('declined')).toMatch(/^Your card was not charged.*Manage payment/)
  expect(said('not-subscribed')).toMatch(/^There is no subscription\. Reload/)
  expect(said('subscribed')).toBe('It decides the plan.')
})

test('a ban names its end', () => {
  const banned = failure({ status: 403, reason: { kind: 'banned', until: '2031-06-03T00:00:00.000Z' } })
  expect(failureText(banned)).toMatch(/banned until (June [23], 2031|[23] June 2031)/)
})

test('too few credits say how many are left, and what other calls hold is told apart', () => {
  const short = (available: number, held: number) =>
    failureText(failure({ status: 402, reason: { kind: 'credits', needed: 5000, available, held } }))
  expect(short(3, 0)).toMatch(/^This takes 5,000 credits, and 3 are left\. /)
  expect(short(3, 4997)).toMatch(/other calls hold 4,997\. Try again when they are done\.$/)
  expect(short(3, 4996)).toBe(short(3, 0))
})

test('every refusal of a payment says what to do next', () => {
  const payment = (reason: Failure['reason'], status = 409) => failureText(failure({ status, reason }))
  const resetsAt = '2031-06-01T00:00:00.000Z'
  const quota = { kind: 'quota', limit: 1000, used: 998, resetsAt, retryAfterMs: 1000 } as const
  expect(payment(quota, 429)).toMatch(
    /quota of 1,000 credits a month\. It begins anew .*(1 June|June 1|May 31|31 May)/,
  )
  expect(payment({ kind: 'entitlement', key: 'notes.share' }, 402)).toMatch(/Change your plan, or ask/)
  expect(payment({ kind: 'repeated', entry: null })).toMatch(/Wait for its answer/)
  expect(payment({ kind: 'repeated', entry: 7 })).toMatch(/paid for before\. Look at what came of it/)
  expect(payment({ kind: 'hold-lapsed' })).toMatch(/Nothing was charged: look at your credits/)
  expect(payment({ kind: 'intent' })).toMatch(/Reload the page/)
})

test('an error code in an address is known in either spelling, and an unknown one has a sentence', () => {
  expect(errorCodeText('invalid_token')).toBe(errorCodeText('INVALID_TOKEN'))
  expect(errorCodeText('access_denied')).toMatch(/cancelled/)
  expect(errorCodeText('<script>')).toMatch(/Start again/)
})
