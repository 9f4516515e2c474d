import { completeSetupInput } from '#shared/settings.ts'
import { completeSetup } from '../../settings/complete-setup.ts'
import { publicProcedure, router } from '../procedures.ts'

export const setupRouter = router({
  // The token is a secret to guess at, so each try counts as an attempt to sign in.
  complete: publicProcedure
    .meta({ limit: 'sign-in' })
    .input(completeSetupInput)
    .mutation(({ ctx, input }) => completeSetup(ctx, input)),
})
