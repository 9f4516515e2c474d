import { createTRPCClient, httpBatchLink, httpSubscriptionLink, splitLink } from '@trpc/client'
import type { AppRouter } from './router.js'

export type { AppRouter }

/**
 * Who calls: `browser` is whoever the browser is signed in as, in a page at another origin that Gatehouse allows. For
 * programs, `bearer` is an API key or the token of a session, and `cookie` what a sign-in answered.
 */
export type GatehouseAuth = 'browser' | { bearer: Secret } | { cookie: Secret }

/** A text, or a function that has it for a call. */
type Secret = string | (() => string | Promise<string>)

export interface GatehouseOptions {
  /** Where Gatehouse is: `https://accounts.example.com`. */
  url: string
  /** Without it a call is nobody's; in a page that Gatehouse serves, it is that of whoever is signed in there. */
  auth?: GatehouseAuth | undefined
  /** What opens streams where there is no `EventSource`, such as that of the package `eventsource`. */
  EventSource?: StreamOptions['EventSource'] | undefined
}
export type GatehouseClient = ReturnType<typeof createTRPCClient<AppRouter>>

type StreamOptions = Parameters<typeof httpSubscriptionLink>[0]

/** The typed calls: `client.users.me.query()`. Those of the same moment travel together. */
export function createGatehouseClient({ url, auth, EventSource }: GatehouseOptions): GatehouseClient {
  const trpcUrl = `${url.replace(/\/+$/, '')}/trpc`
  const headers = () => headersOf(auth)
  const send = (input: RequestInfo | URL, init?: object) =>
    fetch(input, { ...init, ...(auth === 'browser' && { credentials: 'include' }) })
  const eventSourceOptions = {
    withCredentials: auth === 'browser',
    // Known to those that can send headers.
    fetch: async (input: string, init: RequestInit) =>
      send(input, { ...init, headers: { ...init.headers, ...(await headers()) } }),
  }
  return createTRPCClient<AppRouter>({
    links: [
      splitLink({
        condition: ({ type }) => type === 'subscription',
        true: httpSubscriptionLink({ url: trpcUrl, eventSourceOptions, ...(EventSource && { EventSource }) }),
        // As many as the server takes at once.
        false: httpBatchLink({ url: trpcUrl, maxItems: 20, headers, fetch: send }),
      }),
    ],
  })
}

async function headersOf(auth: GatehouseAuth | undefined): Promise<Record<string, string>> {
  if (auth === undefined || auth === 'browser') return {}
  if ('cookie' in auth) return { cookie: await read(auth.cookie) }
  return { authorization: `Bearer ${await read(auth.bearer)}` }
}

const read = (secret: Secret) => (typeof secret === 'string' ? secret : secret())
