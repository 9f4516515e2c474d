import { passkeyClient } from '@better-auth/passkey/client'
import { createAuthClient } from 'better-auth/client'
import { twoFactorClient } from 'better-auth/client/plugins'

/** Better Auth's own client, with what our server has switched on. A chunk of its own: no page needs it to show. */
export function createClient() {
  return createAuthClient({
    basePath: '/api/auth',
    fetchOptions: { retry: 0 },
    plugins: [twoFactorClient(), passkeyClient()],
  })
}
