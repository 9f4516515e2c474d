import { completeSetupInput } from '#shared/settings.ts'
import { completeSetup } from '../../settings/complete-setup.ts'
import { openProcedure, router } from '../procedures.ts'

export const setupRouter = router({
  /** Makes the first admin, by the link that the server printed. */
  // The token is a secret to guess at, so each try counts as an attempt to sign in.
  complete: openProcedure
    .meta({ limit: 'sign-in', keys: false, rest: 'POST /api/setup/complete' })
    .input(completeSetupInput)
    .mutation(({ ctx, input }) => completeSetup(ctx, input)),
})
