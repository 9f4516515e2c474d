import { z } from 'zod'
import { nextPathSchema } from '#shared/addresses/next-path.ts'
import { givenDetails } from '#shared/person-details.ts'
import { idSchema, secretText } from '#shared/text/text.ts'
import { oneTimeCodeSchema, recoveryCodeSchema } from '#shared/two-factor.ts'
import { emailSchema, givenPasswordSchema, passwordSchema, signUpInput } from '#shared/users.ts'
import type { AuthEndpoint } from './auth-endpoint.ts'
import { passkeyEndpoints } from './passkey-endpoints.ts'

const email = emailSchema
const callbackURL = nextPathSchema.optional()
const token = secretText({ min: 1, max: 2000 })
const provider = z.enum(['google', 'github'])
const trustDevice = z.boolean().optional()
/** What a person does about their own account, and nobody in their name. */
const own = { signedIn: true, refusedWhileImpersonating: true } as const

const signInEndpoints: AuthEndpoint[] = [
  {
    method: 'POST',
    path: '/sign-up/email',
    refusedWhileImpersonating: true,
    signsUp: true,
    policies: ['sign-up', 'mail'],
    body: signUpInput
      .extend({
        callbackURL,
        rememberMe: z.boolean().optional(),
        details: givenDetails.optional(),
        image: z
          .null('Give the picture to the procedure users.setMyPicture after the registration.')
          .optional(),
      })
      .strict(),
    newPassword: 'password',
    floorMs: 250,
  },
  {
    method: 'POST',
    path: '/sign-in/email',
    refusedWhileImpersonating: true,
    policies: ['sign-in'],
    testsPassword: true,
    body: z
      .object({ email, password: givenPasswordSchema, callbackURL, rememberMe: z.boolean().optional() })
      .strict(),
  },
  {
    method: 'POST',
    path: '/sign-in/social',
    refusedWhileImpersonating: true,
    policies: ['sign-in'],
    body: z
      .object({
        provider,
        callbackURL,
        errorCallbackURL: callbackURL,
        newUserCallbackURL: callbackURL,
        disableRedirect: z.boolean().optional(),
      })
      .strict(),
  },
  { method: 'GET', path: '/callback/:id', policies: ['sign-in'] },
  { method: 'POST', path: '/sign-out', seesCaller: true },
  { method: 'GET', path: '/get-session', showsSession: true },
  { method: 'GET', path: '/verify-email', seesCaller: true, query: z.object({ token, callbackURL }) },
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

const accountEndpoints: AuthEndpoint[] = [
  {
    ...own,
    method: 'POST',
    path: '/change-password',
    policies: ['sign-in'],
    testsPassword: true,
    body: z
      .object({
        currentPassword: givenPasswordSchema,
        newPassword: passwordSchema,
        // Better Auth's client may ask for it; it is done in any case.
        revokeOtherSessions: z.literal(true, 'A new password ends every other session.').optional(),
      })
      .strict()
      .transform((body) => ({ ...body, revokeOtherSessions: true })),
    newPassword: 'newPassword',
  },
  {
    ...own,
    method: 'POST',
    path: '/change-email',
    policies: ['mail'],
    fresh: true,
    body: z.object({ newEmail: email, callbackURL }).strict(),
    floorMs: 250,
  },
  { ...own, method: 'GET', path: '/list-accounts' },
  {
    ...own,
    method: 'POST',
    path: '/link-social',
    policies: ['sign-in'],
    fresh: true,
    body: z
      .object({
        provider,
        callbackURL,
        errorCallbackURL: callbackURL,
        disableRedirect: z.boolean().optional(),
      })
      .strict(),
  },
  {
    ...own,
    method: 'POST',
    path: '/unlink-account',
    fresh: true,
    body: z.object({ accountId: idSchema }).strict(),
  },
]

const withPassword = {
  ...own,
  method: 'POST',
  testsPassword: true,
  body: z.object({ password: givenPasswordSchema }).strict(),
} as const satisfies Partial<AuthEndpoint>

const twoFactorEndpoints: AuthEndpoint[] = [
  { ...withPassword, path: '/two-factor/enable', policies: ['sign-in'] },
  { ...withPassword, path: '/two-factor/disable', policies: ['sign-in'] },
  { ...withPassword, path: '/two-factor/generate-backup-codes', policies: ['sign-in'] },
  // Who waits for a code is not signed in yet, who sets it up is.
  {
    method: 'POST',
    path: '/two-factor/verify-totp',
    policies: ['sign-in'],
    testsCode: 'one-time',
    refusedWhileImpersonating: true,
    body: z.object({ code: oneTimeCodeSchema, trustDevice }).strict(),
  },
  {
    method: 'POST',
    path: '/two-factor/verify-backup-code',
    policies: ['sign-in'],
    testsCode: 'recovery',
    refusedWhileImpersonating: true,
    body: z.object({ code: recoveryCodeSchema, trustDevice }).strict(),
  },
]

export const authEndpoints: AuthEndpoint[] = [
  ...signInEndpoints,
  ...accountEndpoints,
  ...twoFactorEndpoints,
  ...passkeyEndpoints,
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
