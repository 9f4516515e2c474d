import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { eq } from 'drizzle-orm'
import Provider from 'oidc-provider'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { account, user } from '#drizzle/schema/index.ts'
import { type Browser, createTestApp } from '#test/app.ts'

const google = { clientId: 'gatehouse', clientSecret: 'gatehouse-at-the-provider' }

/** A person at the provider. */
interface Person {
  sub: string
  email: string
  email_verified: boolean
}

interface LocalProvider {
  origin: string
  /** Who is signed in there. */
  person: Person
  close(): void
}

let provider: LocalProvider

beforeEach(async () => {
  provider = await startProvider()
  // Better Auth's Google provider names its token endpoint in its source; here it is the local provider's.
  const { fetch } = globalThis
  vi.stubGlobal('fetch', (input: string | URL | Request, init?: RequestInit) => {
    const url = new URL(input instanceof Request ? input.url : input)
    return url.origin === 'https://oauth2.googleapis.com'
      ? fetch(`${provider.origin}/token`, init)
      : fetch(input, init)
  })
})
afterEach(() => {
  vi.unstubAllGlobals()
  provider.close()
})

/** A real OpenID provider that signs in whoever `person` is, without asking. */
async function startProvider(): Promise<LocalProvider> {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const local: LocalProvider = {
    origin,
    person: { sub: 'google-1', email: 'ada@example.com', email_verified: true },
    close: () => server.close(),
  }
  const oidc = new Provider(origin, {
    clients: [
      {
        client_id: google.clientId,
        client_secret: google.clientSecret,
        redirect_uris: ['http://localhost:3000/api/auth/callback/google'],
        token_endpoint_auth_method: 'client_secret_post',
      },
    ],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name', 'picture'] },
    conformIdTokenClaims: false,
    features: { devInteractions: { enabled: false } },
    cookies: { keys: ['local'] },
    findAccount: async () => ({
      accountId: local.person.sub,
      claims: async () => ({ ...local.person, name: 'Ada', picture: 'https://example.com/ada.png' }),
    }),
    interactions: { url: () => '/interaction' },
    loadExistingGrant: async (ctx) => {
      const grant = new ctx.oidc.provider.Grant({ clientId: google.clientId, accountId: local.person.sub })
      grant.addOIDCScope('openid email profile')
      await grant.save()
      return grant
    },
  })
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

/** What a browser does at the provider: follows its redirects, with its cookies, back to our callback. */
async function visitProvider(authorizationUrl: string): Promise<string> {
  const url = new URL(authorizationUrl)
  expect(url.origin).toBe('https://accounts.google.com')
  let next = `${provider.origin}/auth${url.search}`
  const cookies = new Map<string, string>()
  for (let hops = 0; hops < 8 && next.startsWith(provider.origin); hops++) {
    const response = await fetch(next, {
      redirect: 'manual',
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
    })
    for (const cookie of response.headers.getSetCookie()) {
      const [name = '', value = ''] = (cookie.split(';', 1)[0] ?? '').split(/=(.*)/s)
      cookies.set(name, value)
    }
    next = new URL(response.headers.get('location') ?? 'missing:', next).href
  }
  return next
}

/** Signs in with Google; the page that the callback leads to. */
async function signInWithGoogle(caller: Browser): Promise<string> {
  const started = await caller.post('/api/auth/sign-in/social', {
    provider: 'google',
    callbackURL: '/dashboard',
    errorCallbackURL: '/login',
  })
  expect(started.statusCode, started.body).toBe(200)
  const callback = new URL(await visitProvider(started.json().url))
  const response = await caller.get(callback.pathname + callback.search)
  return response.headers.location ?? `${response.statusCode} ${response.body}`
}

const withGoogle = () => createTestApp({ config: { google } })

test("the first sign-in makes a user, the next one finds it by the provider's id, tokens are encrypted", async () => {
  const { browser, database } = await withGoogle()
  expect(await signInWithGoogle(browser())).toBe('/dashboard')
  provider.person = { ...provider.person, email: 'ada.new@example.com' }
  const again = browser()
  expect(await signInWithGoogle(again)).toBe('/dashboard')
  const users = await database.db.select().from(user)
  expect(users).toMatchObject([{ email: 'ada@example.com', emailVerified: true, name: 'Ada' }])
  const [linked] = await database.db.select().from(account)
  expect(linked).toMatchObject({ providerId: 'google', accountId: 'google-1' })
  expect(linked?.accessToken).toMatch(/^\$ba\$/)
  expect((await again.query<{ user: { id: string } }>('users.me')).data.user.id).toBe(users[0]?.id)
})

test('an account with the same address is linked only when both sides have verified it', async () => {
  const { browser, database, newestLink } = await withGoogle()
  const owner = browser()
  await owner.register({ email: 'ada@example.com' })
  expect(await signInWithGoogle(browser())).toContain('/login?error=')
  await owner.get(await newestLink())
  provider.person = { ...provider.person, email_verified: false }
  expect(await signInWithGoogle(browser())).toContain('/login?error=')
  expect(await database.db.select().from(account)).toHaveLength(1)
  provider.person = { ...provider.person, email_verified: true }
  expect(await signInWithGoogle(browser())).toBe('/dashboard')
  expect(await database.db.select().from(account)).toHaveLength(2)
})

test('a banned user does not come in by Google, and a deleted one comes as somebody new', async () => {
  const { browser, database } = await withGoogle()
  const caller = browser()
  await signInWithGoogle(caller)
  await database.db.update(user).set({ bannedAt: new Date() })
  expect(await signInWithGoogle(browser())).toContain('/login?error=ACCOUNT_BANNED')
  await database.db.update(user).set({ bannedAt: null })
  const { data } = await caller.query<{ user: { id: string } }>('users.me')
  expect((await caller.mutate('users.deleteMe', {})).status).toBe(200)
  expect(await signInWithGoogle(browser())).toBe('/dashboard')
  const live = await database.db.select().from(user).where(eq(user.email, 'ada@example.com'))
  expect(live).toHaveLength(1)
  expect(live[0]?.id).not.toBe(data.user.id)
})

test('a callback that no sign-in of this browser began is refused', async () => {
  const { browser } = await withGoogle()
  const started = await browser().post('/api/auth/sign-in/social', {
    provider: 'google',
    callbackURL: '/dashboard',
  })
  const callback = new URL(await visitProvider(started.json().url))
  const other = browser()
  const response = await other.get(callback.pathname + callback.search)
  expect(response.headers.location).toContain('error=')
  expect((await other.query('users.me')).status).toBe(401)
})

test('a provider that is not configured is not found', async () => {
  const { browser } = await createTestApp()
  expect((await browser().post('/api/auth/sign-in/social', { provider: 'google' })).statusCode).toBe(404)
})
