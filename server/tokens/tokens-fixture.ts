import type { AddressInfo } from 'node:net'
import { type Browser, createTestApp } from '#test/app.ts'

export const audience = 'https://billing.example.com'

/** A server that programs can reach, at `url`, whose tokens two services take; and somebody who is signed in. */
export async function serveTokens(config: { secrets?: string[] } = {}) {
  const app = await createTestApp({ config: { tokenAudiences: [audience, 'search'], ...config } })
  await app.app.listen({ port: 0, host: '127.0.0.1' })
  const { port } = app.app.server.address() as AddressInfo
  const person = app.browser()
  const { id } = await person.become({ role: 'moderator' })
  return { ...app, url: `http://127.0.0.1:${port}`, person, id }
}

/** A token for the service. */
export async function tokenFor(caller: Browser, service = audience): Promise<string> {
  const { data, error } = await caller.mutate<{ token: string }>('tokens.issue', { audience: service })
  if (error) throw new Error(error.message)
  return data.token
}

interface PublishedKeys {
  keys: { kid: string; x: string }[]
}

export const publishedKeys = async (caller: Browser) =>
  (await caller.get('/.well-known/jwks.json')).json<PublishedKeys>().keys
