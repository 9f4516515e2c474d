import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { part } from '../lib/part/part.ts'
import { requireSession } from './require-access.ts'
import { rootRoute } from './root-route.ts'

const loadFrame = part(() => import('./signed-in-frame.tsx'))

/** Around every page inside. The server guards the same paths; this guard spares the round trip. */
export const signedInRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'signed-in',
  beforeLoad: async ({ context, location }) => {
    // While it is found out who asks: the frame, and where the pages are. Both are waited for later.
    for (const load of [loadFrame, part(() => import('./inside-pages.ts'))]) load().catch(() => null)
    const services = await context.signedInServices.load()
    const { user } = await requireSession({ queries: services.queries, href: location.href })
    return { services, queries: services.queries, waiting: user.pending ? user : null }
  },
  component: lazyRouteComponent(loadFrame, 'SignedInFrame'),
})
