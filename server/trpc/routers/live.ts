import { protectedProcedure, router } from '../procedures.ts'

export const liveRouter = router({
  // Charged once, when it is opened.
  stream: protectedProcedure.subscription(({ ctx, signal }) => ctx.live.open(ctx.actor, signal)),
})
