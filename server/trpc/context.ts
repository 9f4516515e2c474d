import type { ClientAddressReport } from '#shared/limit-rules.ts'
import type { Lockout } from '../auth/lockout.ts'
import type { Config } from '../config.ts'
import type { FindDeclaredCall } from '../limits/declared-call.ts'
import type { LimitDecision, Limiter } from '../limits/limiter.ts'
import type { ServiceContext } from '../service-context.ts'

/** What every procedure of a request shares. Written by hand, so that the router's type names nothing else. */
export interface Context extends ServiceContext {
  /** The network that limits count the caller by. */
  clientNetwork: string
  /** How the address of this request was decided. */
  describeClient(): ClientAddressReport
  /** When the caller's account is banned: until when, null for good. */
  banned: { until: Date | null } | null
  config: Pick<Config, 'signUp' | 'smtpUrl' | 'google' | 'github' | 'appUrl'>
  limiter: Limiter
  /** Stands before every test of a password. */
  lockout: Lockout
  /** What makes the caller's browser known to the lockout. */
  deviceToken: string | null
  /** What a procedure or an auth endpoint asks of its callers, for explanations. */
  findDeclaredCall: FindDeclaredCall
  /** Whether the token is the one that the server printed for the first admin. */
  isSetupToken(token: string): boolean
  /** What the limits of this request's calls decided, for its headers. */
  limitDecisions: LimitDecision[]
  /** Set when the caller could not be looked up: every call but the public ones answers with it. */
  lookupFailure: Error | null
}
