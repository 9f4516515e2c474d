import { listEntitlementsInput } from '#shared/entitlement-views.ts'
import { listEntitlements, listMyEntitlements } from '../../entitlements/list-entitlements.ts'
import { adminProcedure, protectedProcedure, router } from '../procedures.ts'

export const entitlementsRouter = router({
  /** Lists what my plan and what was set for me allow. */
  mine: protectedProcedure
    .meta({ rest: 'GET /api/me/entitlements' })
    .query(({ ctx }) => listMyEntitlements(ctx)),
  /** Lists what a user's plan and what was set for them allow. */
  list: adminProcedure
    .meta({ permission: 'credits.read', rest: 'GET /api/admin/users/{userId}/entitlements' })
    .input(listEntitlementsInput)
    .query(({ ctx, input }) => listEntitlements(ctx, input.userId)),
})
