import { protectedProcedure, router } from '../procedures.ts'

export const liveRouter = router({
  // Charged once, when it is opened. It lives as long as a session.
  stream: protectedProcedure
    .meta({ keys: false })
    .subscription(({ ctx, signal }) => ctx.live.open(ctx.actor, signal)),
})
