import { createTRPCClient, httpBatchLink } from '@trpc/client'
import type { AppRouter } from './trpc.ts'

/** The typed client of every call; calls of the same moment travel together, as many as the server takes at once. */
export const createApiClient = () =>
  createTRPCClient<AppRouter>({ links: [httpBatchLink({ url: '/trpc', maxItems: 20 })] })
export type ApiClient = ReturnType<typeof createApiClient>
