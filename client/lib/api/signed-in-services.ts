import type { QueryClient } from '@tanstack/react-query'
import { type ApiClient, createApiClient } from './api-client.ts'
import { createQueryClient } from './query-client.ts'
import { createTrpcQueries, type TrpcQueries } from './trpc.ts'

/** What pages inside have and pages outside do without: the client, the cache and the queries of the signed-in user. */
export interface SignedInServices {
  client: ApiClient
  queryClient: QueryClient
  queries: TrpcQueries
}

export interface SignedInServicesOptions {
  /** Runs when a call finds that the session has ended. */
  onSignedOut: () => void
}

/** An empty cache and the queries that fill it. */
export function createSignedInServices({ onSignedOut }: SignedInServicesOptions): SignedInServices {
  const queryClient = createQueryClient({ onSignedOut })
  const client = createApiClient()
  return { client, queryClient, queries: createTrpcQueries({ client, queryClient }) }
}
