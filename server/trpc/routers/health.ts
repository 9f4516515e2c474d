import { publicProcedure, router } from '../procedures.ts'

export const healthRouter = router({
  ping: publicProcedure.query(({ ctx }) => ({ ok: true as const, time: ctx.now.toISOString() })),
})
