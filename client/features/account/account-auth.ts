import { useState } from 'react'
import { type Answer, type OAuthProvider, unwrap } from '../../lib/api/auth.tsx'
import { loadOnce } from '../../lib/api/load-once.ts'
import { part } from '../../lib/part/part.ts'
import { orRenew } from '../../lib/part/renew-page.ts'

/** A way into an account, as Better Auth keeps it; `id` is what it is disconnected by. */
export interface LinkedAccount {
  id: string
  providerId: string
  createdAt: Date
}

export interface Passkey {
  id: string
  name?: string
  deviceType: string
  createdAt: Date
}

// The name is ours. In the question to the authenticator it would stand where the person's own name belongs.
function withoutPasskeyName<Request extends { url: URL | string }>(request: Request): Request {
  const url = new URL(request.url, location.href)
  if (url.pathname.endsWith('/passkey/generate-register-options')) url.searchParams.delete('name')
  return { ...request, url }
}

// Loaded with the first call: most pages inside need none of it.
const loadClient = part(async () => {
  const [{ createAuthClient }, { twoFactorClient }, { passkeyClient }] = await Promise.all([
    import('better-auth/client'),
    import('better-auth/client/plugins'),
    import('@better-auth/passkey/client'),
  ])
  return createAuthClient({
    basePath: '/api/auth',
    fetchOptions: { retry: 0, onRequest: withoutPasskeyName },
    plugins: [twoFactorClient(), passkeyClient()],
  })
})
type Client = Awaited<ReturnType<typeof loadClient>>

/** What the signed-in do about how they sign in. Every call throws `AuthRefusal`. */
export function createAccountAuth() {
  const { load } = loadOnce(loadClient)
  const call = async <Data>(run: (client: Client) => Promise<Answer<Data>>) =>
    unwrap(run(await orRenew(load)))
  return {
    /** Ends every other session as well. */
    changePassword: (input: { currentPassword: string; newPassword: string }) =>
      call((auth) => auth.changePassword(input)),
    /** The links of both mails come back to the page that says where the change stands. */
    changeEmail: (newEmail: string) => {
      const callbackURL = `/account/profile?${new URLSearchParams({ email: newEmail })}`
      return call((auth) => auth.changeEmail({ newEmail, callbackURL }))
    },

    /** The secret for the app and the recovery codes; two-factor is on once a code was verified. */
    enableTwoFactor: (password: string) => call((auth) => auth.twoFactor.enable({ password })),
    verifyCode: (code: string) => call((auth) => auth.twoFactor.verifyTotp({ code })),
    disableTwoFactor: (password: string) => call((auth) => auth.twoFactor.disable({ password })),
    renewRecoveryCodes: (password: string) =>
      call((auth) => auth.twoFactor.generateBackupCodes({ password })),

    passkeys: async (): Promise<Passkey[]> =>
      (await call((auth) => auth.$fetch<Passkey[]>('/passkey/list-user-passkeys', { method: 'GET' }))) ?? [],
    addPasskey: (name: string) =>
      call<unknown>(async (auth) => {
        const { data, error } = await auth.passkey.addPasskey({ name })
        return { data, error }
      }),
    renamePasskey: (input: { id: string; name: string }) =>
      call((auth) => auth.$fetch('/passkey/update-passkey', { method: 'POST', body: input })),
    removePasskey: (id: string) =>
      call((auth) => auth.$fetch('/passkey/delete-passkey', { method: 'POST', body: { id } })),

    accounts: async (): Promise<LinkedAccount[]> => (await call((auth) => auth.listAccounts())) ?? [],
    /** Leaves for the provider, which comes back to the profile. */
    link: (provider: OAuthProvider) =>
      call((auth) =>
        auth.linkSocial({
          provider,
          callbackURL: '/account/profile',
          errorCallbackURL: '/account/profile',
        }),
      ),
    unlink: (accountId: string) =>
      call((auth) => auth.$fetch('/unlink-account', { method: 'POST', body: { accountId } })),
  }
}
export type AccountAuth = ReturnType<typeof createAccountAuth>

/** The calls about one's own account, for this part of a page. */
export const useAccountAuth = (): AccountAuth => useState(createAccountAuth)[0]
