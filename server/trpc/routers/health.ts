import { getServiceReport } from '../../health/get-service-report.ts'
import { adminProcedure, publicProcedure, router } from '../procedures.ts'

export const healthRouter = router({
  /** Reports how the service is. */
  get: adminProcedure
    .meta({ permission: 'settings.read', rest: 'GET /api/admin/health' })
    .query(({ ctx }) => getServiceReport(ctx)),
  ping: publicProcedure.query(({ ctx }) => ({ ok: true as const, time: ctx.now.toISOString() })),
})
