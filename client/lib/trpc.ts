import type { QueryClient } from '@tanstack/react-query'
import { createTRPCClient, httpBatchLink } from '@trpc/client'
import { createTRPCQueryUtils, createTRPCReact } from '@trpc/react-query'
import type { AppRouter } from '#server/trpc/app-router.ts'

/** The typed hooks, one a procedure: `trpc.users.list.useQuery(...)`. */
export const trpc = createTRPCReact<AppRouter>()

/** The client of every call; calls of the same moment travel together, as many as the server takes at once. */
export function createTrpcClient() {
  return createTRPCClient<AppRouter>({ links: [httpBatchLink({ url: '/trpc', maxItems: 20 })] })
}
export type TrpcClient = ReturnType<typeof createTrpcClient>

/** The same queries and the same cache for what is not a component: the guards of the router. */
export function createTrpcQueries(options: { client: TrpcClient; queryClient: QueryClient }) {
  return createTRPCQueryUtils<AppRouter>(options)
}
export type TrpcQueries = ReturnType<typeof createTrpcQueries>
