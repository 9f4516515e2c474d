import { createContext, useContext } from 'react'
import { part } from '../part/part.ts'
import { orRenew } from '../part/renew-page.ts'
import type { ApiClient } from './api-client.ts'
import { loadOnce } from './load-once.ts'

export interface Api {
  /** Calls the server; the first call loads the client, which most pages outside never need. */
  call<Data>(run: (client: ApiClient) => Promise<Data>): Promise<Data>
}

/** The typed calls of pages outside; one that could not be loaded fails as a call without an answer. */
export function createApi(): Api {
  const { load } = loadOnce(
    part(() => import('./api-client.ts').then(({ createApiClient }) => createApiClient())),
  )
  return { call: async (run) => run(await orRenew(load)) }
}

const ApiContext = createContext<Api | null>(null)
export const ApiProvider = ApiContext.Provider

/** The typed calls without a cache: what a page outside makes do with. Pages inside have `trpc`. */
export function useApi(): Api {
  const api = useContext(ApiContext)
  if (!api) throw new Error('useApi needs an ApiProvider above it.')
  return api
}
