import type { DeclaredCall } from '#server/access/declared-call.ts'
import { refusalsOf } from './call-facts.ts'
import type { Header, OpenApiDocument, Reference, Response } from './document.ts'
import { schemaRef } from './json-schema.ts'

export const headerRef = (name: keyof typeof headers): Reference => ({ $ref: `#/components/headers/${name}` })
export const parameterRef = (name: keyof typeof parameters): Reference => ({
  $ref: `#/components/parameters/${name}`,
})

const headers = {
  RateLimit: {
    description: 'What is left of the tightest quota: `"signed-in-user";r=299;t=15`.',
    schema: { type: 'string' },
  },
  'RateLimit-Policy': {
    description: 'That quota: `"signed-in-user";q=300;w=15`.',
    schema: { type: 'string' },
  },
  'Retry-After': { description: 'Seconds after which the call may pass.', schema: { type: 'integer' } },
  Link: { description: 'The address of the next page, with `rel="next"`.', schema: { type: 'string' } },
} as const satisfies Record<string, Header>

/** What every answer to a counted call carries. */
export const callHeaders = {
  RateLimit: headerRef('RateLimit'),
  'RateLimit-Policy': headerRef('RateLimit-Policy'),
}

const parameters = {
  IdempotencyKey: {
    name: 'Idempotency-Key',
    in: 'header',
    description:
      "A text of the caller's own for this call. The same key with the same call within a day gets the same answer, and nothing is done twice.",
    schema: { type: 'string', minLength: 1, maxLength: 255 },
  },
} as const satisfies OpenApiDocument['components']['parameters']

interface Refusal {
  status: number
  title: string
  detail: string
  reason?: { kind: string; [fact: string]: unknown }
  errors?: { message: string; pointer: string }[]
}

function problem(description: string, refusal: Refusal, own: Record<string, Reference> = {}): Response {
  const { reason } = refusal
  const example = {
    type: reason ? `urn:gatehouse:problem:${reason.kind}` : 'about:blank',
    ...refusal,
    instance: 'urn:uuid:3f0c8a52-6f0e-4f5b-9b8e-1f3a6c2d7e90',
  }
  return {
    description,
    headers: { ...callHeaders, ...own },
    content: { 'application/problem+json': { schema: schemaRef('Problem'), example } },
  }
}

const retryAfter = { 'Retry-After': headerRef('Retry-After') }
const limited = {
  kind: 'limit',
  policy: 'signed-in',
  scope: 'user',
  limit: 300,
  windowMs: 15_000,
  retryAfterMs: 12_000,
}

const responses = {
  BadInput: problem('The input is not as it has to be.', {
    status: 400,
    title: 'Bad Request',
    detail: 'name: Too small: expected string to have >=1 characters',
    errors: [{ pointer: '/name', message: 'Too small: expected string to have >=1 characters' }],
  }),
  SignedOut: problem('Nobody is known to call.', {
    status: 401,
    title: 'Unauthorized',
    detail: 'Sign in to do this.',
    reason: { kind: 'signed-out' },
  }),
  Unpaid: problem('There are too few credits for the call, or the plan does not include it.', {
    status: 402,
    title: 'Payment Required',
    detail: 'Not enough credits. This takes 5, and 3 are available.',
    reason: { kind: 'credits', needed: 5, available: 3, held: 0 },
  }),
  Refused: problem('The caller may not do this.', {
    status: 403,
    title: 'Forbidden',
    detail: 'Your role does not allow this.',
    reason: { kind: 'permission', permission: 'users.list' },
  }),
  NotFound: problem('There is no such thing.', {
    status: 404,
    title: 'Not Found',
    detail: 'There is no such user.',
  }),
  Conflict: problem('What is there does not allow it.', {
    status: 409,
    title: 'Conflict',
    detail: 'Somebody has this e-mail address already.',
    reason: { kind: 'email-taken' },
  }),
  TooMany: problem(
    'A limit has no room for the call.',
    { status: 429, title: 'Too Many Requests', detail: 'Too many tries. Again in 12 s.', reason: limited },
    retryAfter,
  ),
  Unavailable: problem(
    'The service is not available for a moment.',
    {
      status: 503,
      title: 'Service Unavailable',
      detail: 'The service is not available right now. Try again shortly.',
      reason: { kind: 'unavailable', retryAfterMs: 1000 },
    },
    retryAfter,
  ),
} satisfies Record<string, Response>

/** What the document keeps once for all its operations. */
export const sharedComponents = { headers, parameters, responses }

/** The answers by which a call is refused, with the kinds of reason that follow from what it declares. */
export function refusals(
  call: DeclaredCall,
  { takesInput, finds, changes }: { takesInput: boolean; finds: boolean; changes: boolean },
): Record<string, Reference> {
  const { 401: signedOut, 402: unpaid, 403: refused, 409: conflicts, 429: limited } = refusalsOf(call)
  const response = (name: keyof typeof responses, kinds: string[] = []): Reference => ({
    $ref: `#/components/responses/${name}`,
    ...(kinds.length > 0 && {
      description: `${responses[name].description} Reasons: ${kinds.map((kind) => `\`${kind}\``).join(', ')}.`,
    }),
  })
  return {
    ...(takesInput && { 400: response('BadInput') }),
    ...(signedOut.length > 0 && { 401: response('SignedOut', signedOut) }),
    ...(unpaid.length > 0 && { 402: response('Unpaid', unpaid) }),
    403: response('Refused', refused),
    ...(finds && { 404: response('NotFound') }),
    ...((changes || conflicts.length > 0) && { 409: response('Conflict', conflicts) }),
    429: response('TooMany', limited),
    503: response('Unavailable', ['unavailable']),
  }
}
