import type { inferRouterOutputs } from '@trpc/server'
import type { AppRouter } from '../../../lib/api/trpc.ts'

/** What holds of a key for a user, as it comes over JSON. */
export type UserEntitlement = inferRouterOutputs<AppRouter>['entitlements']['list'][number]
