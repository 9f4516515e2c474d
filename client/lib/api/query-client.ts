import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { isOutage, isSignedOut, toFailure } from './failure.ts'

/** The cache of what the server said. `onSignedOut` runs when a call finds that the session has ended. */
export function createQueryClient(options: { onSignedOut: () => unknown }): QueryClient {
  const onError = (error: unknown) => {
    if (isSignedOut(toFailure(error))) options.onSignedOut()
  }
  return new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        staleTime: 15_000,
        // A browser that believes itself offline still reaches a server on the same machine.
        networkMode: 'always',
        retry: (failureCount, error) => failureCount < 3 && isOutage(toFailure(error)),
        retryDelay: (attempt) => Math.min(500 * 2 ** attempt, 4000),
      },
      mutations: { networkMode: 'always', retry: false },
    },
  })
}
