import type { QueryClient } from '@tanstack/react-query'
import type { TRPCClient } from '@trpc/client'
import { createTRPCQueryUtils, createTRPCReact } from '@trpc/react-query'
import type { AppRouter } from '#server/trpc/app-router.ts'

export type { AppRouter }

/** The typed hooks, one a procedure: `trpc.users.list.useQuery(...)`. Only inside, where their cache is. */
export const trpc = createTRPCReact<AppRouter>()

/** The same queries and the same cache for what is not a component: the guards of the router. */
export function createTrpcQueries(options: { client: TRPCClient<AppRouter>; queryClient: QueryClient }) {
  return createTRPCQueryUtils<AppRouter>(options)
}
export type TrpcQueries = ReturnType<typeof createTrpcQueries>
