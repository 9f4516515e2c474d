import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import Provider from 'oidc-provider'

/** A person at the provider. */
interface Person {
  sub: string
  email: string
  email_verified: boolean
  name?: string
  picture?: string
}

export interface OpenIdProvider {
  origin: string
  /** Who is signed in there. */
  person: Person
  close(): void
}

interface Client {
  clientId: string
  clientSecret: string
  redirectUri: string
}

/** A real OpenID provider on this machine that signs in whoever `person` is, without asking. */
export async function startOpenIdProvider(client: Client): Promise<OpenIdProvider> {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const local: OpenIdProvider = {
    origin,
    person: { sub: 'google-1', email: 'ada@example.com', email_verified: true },
    close: () => server.close(),
  }
  const oidc = createOidc(local, client)
  const handle = oidc.callback()
  server.on('request', async (request, response) => {
    if (request.url?.startsWith('/interaction')) {
      await oidc.interactionFinished(request, response, { login: { accountId: local.person.sub } })
    } else {
      handle(request, response)
    }
  })
  return local
}

function createOidc(local: OpenIdProvider, { clientId, clientSecret, redirectUri }: Client): Provider {
  return new Provider(local.origin, {
    clients: [
      {
        client_id: clientId,
        client_secret: clientSecret,
        redirect_uris: [redirectUri],
        token_endpoint_auth_method: 'client_secret_post',
      },
    ],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name', 'picture'] },
    conformIdTokenClaims: false,
    features: { devInteractions: { enabled: false } },
    cookies: { keys: ['local'] },
    findAccount: async () => ({
      accountId: local.person.sub,
      claims: async () => ({ name: 'Ada', ...local.person }),
    }),
    interactions: { url: () => '/interaction' },
    loadExistingGrant: async (ctx) => {
      const grant = new ctx.oidc.provider.Grant({ clientId, accountId: local.person.sub })
      grant.addOIDCScope('openid email profile')
      await grant.save()
      return grant
    },
  })
}
