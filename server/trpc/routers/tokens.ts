import { issueTokenInput } from '#shared/tokens.ts'
import { issueToken } from '../../tokens/issue-token.ts'
import { protectedProcedure, router } from '../procedures.ts'

export const tokensRouter = router({
  /** Signs a token for another service, which says who calls. */
  // Who takes a token cannot tell that an admin acts as the user, so there is none then.
  issue: protectedProcedure
    .meta({ limit: 'tokens', whileImpersonating: false, rest: 'POST /api/me/tokens', answersSecret: true })
    .input(issueTokenInput)
    .mutation(({ ctx, input }) => issueToken(ctx, input)),
})
