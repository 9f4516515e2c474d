import { createRoute } from '@tanstack/react-router'
import { requirePermission } from './require-access.ts'
import { signedInRoute } from './signed-in-route.ts'

/** Around every page of the console. */
export const adminRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/admin',
  beforeLoad: ({ context }) => requirePermission({ queries: context.queries, permission: 'console.open' }),
})
