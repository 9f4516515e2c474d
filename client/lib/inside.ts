import type { QueryClient } from '@tanstack/react-query'
import { type ApiClient, createApiClient } from './api-client.ts'
import { createQueryClient } from './query-client.ts'
import { createTrpcQueries, type TrpcQueries } from './trpc.ts'

/** What pages inside have and pages outside do without: the cache of what the server said. */
export interface Inside {
  client: ApiClient
  queryClient: QueryClient
  queries: TrpcQueries
}

export interface InsideOptions {
  /** Runs when a call finds that the session has ended. */
  onSignedOut: () => void
}

/** An empty cache and the queries that fill it. */
export function createInside({ onSignedOut }: InsideOptions): Inside {
  const queryClient = createQueryClient({ onSignedOut })
  const client = createApiClient()
  return { client, queryClient, queries: createTrpcQueries({ client, queryClient }) }
}
