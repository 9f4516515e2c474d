import { randomUUID } from 'node:crypto'
import type { IssuedToken, IssueTokenInput } from '#shared/tokens.ts'
import { invalidField } from '../errors.ts'
import type { ActorContext } from '../service-context.ts'
import type { SignToken } from './token-signer.ts'

const lastsS = 5 * 60

export interface TokensContext extends ActorContext {
  /** Who issues the tokens, and the services that they may be meant for. */
  config: { appUrl: string; tokenAudiences: readonly string[] }
  signToken: SignToken
}

/**
 * A token of five minutes by which the service `audience` knows who calls it; nothing of ours accepts it. It changes
 * nothing, so the audit log has no row of it. Throws BAD_REQUEST for a service that `TOKEN_AUDIENCES` does not name.
 */
export async function issueToken(ctx: TokensContext, { audience }: IssueTokenInput): Promise<IssuedToken> {
  const { appUrl, tokenAudiences } = ctx.config
  if (tokenAudiences.length === 0)
    throw invalidField('audience', 'No service takes tokens: TOKEN_AUDIENCES is not set.')
  if (!tokenAudiences.includes(audience))
    throw invalidField('audience', 'TOKEN_AUDIENCES does not name this service.')
  const { id, role } = ctx.actor.user
  const iat = Math.floor(ctx.now.getTime() / 1000)
  const exp = iat + lastsS
  const claims = { iss: appUrl, aud: audience, sub: id, role, iat, exp, jti: randomUUID() }
  return { token: await ctx.signToken(claims, ctx.now), expiresAt: new Date(exp * 1000) }
}
