import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core'
import { RouterProvider } from '@tanstack/react-router'
import { useState } from 'react'
import { ApiProvider, createApi } from './lib/api/api.ts'
import { AuthProvider, createAuth } from './lib/api/auth.tsx'
import { createSignedInServicesLoader } from './lib/api/signed-in-services-loader.ts'
import { readStyleNonce } from './lib/browser/style-nonce.ts'
import { createAppRouter, signInPath } from './router.tsx'
import { cssVariablesResolver, theme } from './theme.ts'

// Long enough for the sign-in page to come, however slowly.
const leavesForMs = 10_000

function createServices() {
  const api = createApi()
  let leftAt = Number.NEGATIVE_INFINITY
  const signedInServices = createSignedInServicesLoader({
    // A fresh page, so that nothing of the ended session stays in memory. Once, however many calls are refused: each
    // time anew, the page on its way would be asked for again.
    onSignedOut: (reason) => {
      const target = signInPath(router, reason)
      if (!target || Date.now() - leftAt < leavesForMs) return
      leftAt = Date.now()
      location.assign(target)
    },
  })
  const router = createAppRouter({ signedInServices })
  // The key is shared with color-scheme.js, which runs before the first paint.
  const colorSchemeManager = localStorageColorSchemeManager({ key: 'gatehouse-color-scheme' })
  return { api, auth: createAuth(), colorSchemeManager, router }
}

/** The application with everything it needs around it. */
export function App() {
  const [{ api, auth, colorSchemeManager, router }] = useState(createServices)
  return (
    <MantineProvider
      {...{ theme, cssVariablesResolver, colorSchemeManager }}
      defaultColorScheme="auto"
      deduplicateCssVariables={false}
      getStyleNonce={readStyleNonce}
    >
      <ApiProvider value={api}>
        <AuthProvider value={auth}>
          <RouterProvider router={router} />
        </AuthProvider>
      </ApiProvider>
    </MantineProvider>
  )
}
