import { z } from 'zod'
import { nextPathSchema } from '#shared/next-path.ts'
import { emailSchema, passwordSchema, signUpInput } from '#shared/users.ts'
import type { PolicyName } from '../limits/limit-policies.ts'

/** A path of Better Auth that is reachable, with what stands in front of it. Every other path is not found. */
export interface AuthEndpoint {
  method: 'GET' | 'POST'
  /** As Better Auth registers it, parameters as `:name`. */
  path: string
  /** Limits besides `auth`, which guards them all. */
  policies?: PolicyName[]
  /** What the body must be; Better Auth gets what it was parsed to. */
  body?: z.ZodType<Record<string, unknown>>
  query?: z.ZodType<Record<string, unknown>>
  /** The field of a new password, which must not be a common one. */
  newPassword?: string
  /** It tests the password in `body.password` of the account `body.email`: the lockout stands before it. */
  testsPassword?: boolean
  /** No answer before this time, so that a known and an unknown address take alike. */
  floorMs?: number
}

const email = emailSchema
const callbackURL = nextPathSchema.optional()
const token = z.string().min(1).max(2000)

export const authEndpoints: AuthEndpoint[] = [
  {
    method: 'POST',
    path: '/sign-up/email',
    policies: ['sign-up', 'mail'],
    body: signUpInput.extend({ callbackURL, rememberMe: z.boolean().optional() }).strict(),
    newPassword: 'password',
    floorMs: 250,
  },
  {
    method: 'POST',
    path: '/sign-in/email',
    policies: ['sign-in'],
    testsPassword: true,
    // A password that today's rules refuse may have been accepted once: only its length is bounded here.
    body: z
      .object({
        email,
        password: z.string().min(1).max(128),
        callbackURL,
        rememberMe: z.boolean().optional(),
      })
      .strict(),
  },
  {
    method: 'POST',
    path: '/sign-in/social',
    policies: ['sign-in'],
    body: z
      .object({
        provider: z.enum(['google', 'github']),
        callbackURL,
        errorCallbackURL: callbackURL,
        newUserCallbackURL: callbackURL,
        disableRedirect: z.boolean().optional(),
      })
      .strict(),
  },
  { method: 'GET', path: '/callback/:id', policies: ['sign-in'] },
  { method: 'POST', path: '/sign-out' },
  { method: 'GET', path: '/get-session' },
  { method: 'GET', path: '/verify-email', query: z.object({ token, callbackURL }) },
  {
    method: 'POST',
    path: '/send-verification-email',
    policies: ['mail'],
    body: z.object({ email, callbackURL }).strict(),
  },
  {
    method: 'POST',
    path: '/request-password-reset',
    policies: ['mail'],
    body: z.object({ email, redirectTo: nextPathSchema }).strict(),
    floorMs: 250,
  },
  { method: 'GET', path: '/reset-password/:token', query: z.object({ callbackURL: nextPathSchema }) },
  {
    method: 'POST',
    path: '/reset-password',
    policies: ['sign-in'],
    body: z.object({ newPassword: passwordSchema, token }).strict(),
    newPassword: 'newPassword',
  },
]

/** What an endpoint is called in records and explanations: `POST /api/auth/sign-in/email`. */
export function authEndpointName({ method, path }: AuthEndpoint): string {
  return `${method} /api/auth${path}`
}

/** The endpoint a request means, by method and the path below `/api/auth`; null when there is none. */
export function findAuthEndpoint(method: string, path: string): AuthEndpoint | null {
  const parts = path.split('/')
  const matches = (endpoint: AuthEndpoint) => {
    const expected = endpoint.path.split('/')
    return (
      endpoint.method === method &&
      expected.length === parts.length &&
      expected.every((part, index) => (part.startsWith(':') ? parts[index] !== '' : part === parts[index]))
    )
  }
  return authEndpoints.find(matches) ?? null
}

/** Names that our documents use for a path of Better Auth: the request is handed on under the latter. */
export const authAliases: Record<
  string,
  { method: 'GET'; path: string; body?: z.ZodType<{ token: string }> }
> = {
  'GET /session': { method: 'GET', path: '/get-session' },
  'POST /verify-email': { method: 'GET', path: '/verify-email', body: z.object({ token }).strict() },
}
