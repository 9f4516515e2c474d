import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { useState } from 'react'
import { AuthProvider, createAuth } from './lib/auth.tsx'
import { readStyleNonce } from './lib/nonce.ts'
import { createQueryClient } from './lib/query-client.ts'
import { createTrpcClient, createTrpcQueries, trpc } from './lib/trpc.ts'
import { createAppRouter, signInPath } from './router.tsx'
import { cssVariablesResolver, theme } from './theme.ts'

function createServices() {
  const queryClient = createQueryClient({
    // A fresh page, so that nothing of the ended session stays in memory.
    onSignedOut: () => {
      const target = signInPath(router)
      if (target) location.assign(target)
    },
  })
  const client = createTrpcClient()
  const queries = createTrpcQueries({ client, queryClient })
  const router = createAppRouter({ queries })
  // The key is shared with color-scheme.js, which runs before the first paint.
  const colorSchemeManager = localStorageColorSchemeManager({ key: 'gatehouse-color-scheme' })
  return { auth: createAuth(), client, colorSchemeManager, queryClient, router }
}

/** The application with everything it needs around it. */
export function App() {
  const [{ auth, client, colorSchemeManager, queryClient, router }] = useState(createServices)
  return (
    <MantineProvider
      {...{ theme, cssVariablesResolver, colorSchemeManager }}
      defaultColorScheme="auto"
      deduplicateCssVariables={false}
      getStyleNonce={readStyleNonce}
    >
      <trpc.Provider client={client} queryClient={queryClient}>
        <QueryClientProvider client={queryClient}>
          <AuthProvider value={auth}>
            <RouterProvider router={router} />
          </AuthProvider>
        </QueryClientProvider>
      </trpc.Provider>
    </MantineProvider>
  )
}
