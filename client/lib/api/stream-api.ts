import { createTRPCClient, httpSubscriptionLink } from '@trpc/client'
import type { AppRouter } from './trpc.ts'

/** The client of what streams. */
export const createStreamApi = () =>
  createTRPCClient<AppRouter>({ links: [httpSubscriptionLink({ url: '/trpc' })] })
export type StreamApi = ReturnType<typeof createStreamApi>
