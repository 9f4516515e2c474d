import type { ClientAddressReport } from '#shared/limit-rules.ts'
import type { AuditSealer } from '../audit/chain/audit-sealer.ts'
import type { EventRecorder } from '../audit/record/event-recorder.ts'
import type { Lockout } from '../auth/lockout/lockout.ts'
import type { SessionCookies } from '../auth/sessions/session-cookies.ts'
import type { Config } from '../config.ts'
import type { ServiceFacts } from '../health/service-facts.ts'
import type { LimitDecision, Limiter } from '../limits/decide/limiter.ts'
import type { DeclaredCalls } from '../limits/explain/declared-call.ts'
import type { LiveHub } from '../live/live-hub.ts'
import type { Mailer } from '../mail/mailer.ts'
import type { ServiceContext } from '../service-context.ts'

/** What is built once and every procedure may use. */
export interface ProcedureServices extends Pick<ServiceContext, 'audit' | 'db'> {
  config: Pick<Config, 'signUp' | 'smtpUrl' | 'google' | 'github' | 'appUrl'>
  limiter: Limiter
  live: LiveHub
  mailer: Mailer
  /** Stands before every test of a password. */
  lockout: Lockout
  /** Writes down what is no act of an admin, such as a refused call. */
  recordEvent: EventRecorder
  /** Where this process saw the audit log end. */
  sealer: Pick<AuditSealer, 'head' | 'refusal'>
  /** What a procedure or an auth endpoint asks of its callers, for explanations. */
  declaredCalls: DeclaredCalls
  /** What is known of the process and its database. */
  service: ServiceFacts
  /** The cookies that say which session the caller's browser is in. */
  sessionCookies: SessionCookies
  /** Whether the token is the one that the server printed for the first admin. */
  isSetupToken(token: string): boolean
}

/** What every procedure of a request shares. Written by hand, so that the router's type names nothing else. */
export interface Context extends ServiceContext, ProcedureServices {
  /** The network that limits count the caller by. */
  clientNetwork: string
  /** How the address of this request was decided. */
  describeClient(): ClientAddressReport
  /** When the caller's account is banned: until when, null for good. */
  banned: { until: Date | null } | null
  /** What makes the caller's browser known to the lockout. */
  deviceToken: string | null
  /** What the limits of this request's calls decided, for its headers. */
  limitDecisions: LimitDecision[]
  /** Gives the caller's browser a cookie with the answer. */
  setCookie(header: string): void
  /** The value of a cookie that the request came with. */
  readCookie(name: string): string | null
  /** Logs what a call could not do although it answers: the rest of it was done. */
  logFailure(error: unknown): void
  /** Set when the caller could not be looked up: every call but the public ones answers with it. */
  lookupFailure: Error | null
}
