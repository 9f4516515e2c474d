import {
  listEntitlementsInput,
  removeEntitlementInput,
  setEntitlementInput,
} from '#shared/credits/entitlement-views.ts'
import { listEntitlements, listMyEntitlements } from '../../entitlements/list-entitlements.ts'
import { removeEntitlement, setEntitlement } from '../../owners/change-entitlements.ts'
import { adminProcedure, protectedProcedure, router } from '../procedures.ts'

const manage = adminProcedure.meta({ permission: 'credits.manage', fresh: true })

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
  /** Gives a user a value of a key, whatever their plan says. */
  set: manage
    .meta({ rest: 'PUT /api/admin/users/{userId}/entitlements/{key}' })
    .input(setEntitlementInput)
    .mutation(({ ctx, input }) => setEntitlement(ctx, input)),
  /** Removes a value that was set for a user: their plan says it again. */
  remove: manage
    .meta({ rest: 'DELETE /api/admin/users/{userId}/entitlements/{key}' })
    .input(removeEntitlementInput)
    .mutation(({ ctx, input }) => removeEntitlement(ctx, input)),
})
