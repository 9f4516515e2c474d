import { z } from 'zod'
import { passkeyNameSchema } from '#shared/passkeys.ts'
import { idSchema } from '#shared/text/text.ts'
import type { AuthEndpoint } from './auth-endpoint.ts'

const base64url = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .regex(/^[A-Za-z0-9_-]+$/, 'Not base64url.')

// As browsers write them in JSON. What is left out here, such as what extensions say, nobody reads.
const credential = {
  id: base64url(1400),
  rawId: base64url(1400),
  type: z.literal('public-key'),
  authenticatorAttachment: z.enum(['platform', 'cross-platform']).nullish().catch(null),
}
const withoutExtensions = <Credential extends object>(given: Credential) => ({
  ...given,
  clientExtensionResults: {},
})
const transport = z
  .string()
  .max(20)
  .regex(/^[a-z-]+$/)
const newCredential = z
  .object({
    ...credential,
    response: z.object({
      clientDataJSON: base64url(4000),
      attestationObject: base64url(20_000),
      transports: z.array(transport).max(10).optional(),
    }),
  })
  .transform(withoutExtensions)
const assertion = z
  .object({
    ...credential,
    response: z.object({
      clientDataJSON: base64url(4000),
      authenticatorData: base64url(4000),
      signature: base64url(2000),
      userHandle: base64url(200).nullish(),
    }),
  })
  .transform(withoutExtensions)

const own = { signedIn: true, refusedWhileImpersonating: true } as const

export const passkeyEndpoints: AuthEndpoint[] = [
  {
    ...own,
    method: 'GET',
    path: '/passkey/generate-register-options',
    fresh: true,
    query: z
      .object({
        authenticatorAttachment: z.enum(['platform', 'cross-platform']).optional(),
        // Better Auth's client sends it here too, where the authenticator shows it as that of the account.
        name: passkeyNameSchema.optional(),
      })
      .strict(),
  },
  {
    ...own,
    method: 'POST',
    path: '/passkey/verify-registration',
    fresh: true,
    body: z.object({ response: newCredential, name: passkeyNameSchema.optional() }).strict(),
    callersFailures: ['FAILED_TO_VERIFY_REGISTRATION'],
  },
  { method: 'GET', path: '/passkey/generate-authenticate-options', query: z.object({}).strict() },
  {
    method: 'POST',
    path: '/passkey/verify-authentication',
    policies: ['sign-in'],
    body: z.object({ response: assertion }).strict(),
  },
  { ...own, method: 'GET', path: '/passkey/list-user-passkeys' },
  {
    ...own,
    method: 'POST',
    path: '/passkey/update-passkey',
    body: z.object({ id: idSchema, name: passkeyNameSchema }).strict(),
  },
  {
    ...own,
    method: 'POST',
    path: '/passkey/delete-passkey',
    fresh: true,
    body: z.object({ id: idSchema }).strict(),
  },
]
