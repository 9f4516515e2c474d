import type { ClientAddressReport } from '#shared/limits/limit-rules.ts'
import type { DeclaredCalls } from '../access/declared-call.ts'
import type { AuditSealer } from '../audit/chain/audit-sealer.ts'
import type { EventRecorder } from '../audit/record/event-recorder.ts'
import type { MailedLinks } from '../auth/credentials/mailed-links.ts'
import type { PasswordQueue } from '../auth/credentials/password-queue.ts'
import type { Lockout } from '../auth/lockout/lockout.ts'
import type { SessionCookies } from '../auth/sessions/session-cookies.ts'
import type { Config } from '../config.ts'
import type { CreditQueue } from '../credits/credit-queue.ts'
import type { CreditUse } from '../credits/read/credit-use.ts'
import type { AppError } from '../errors.ts'
import type { ServiceFacts } from '../health/service-facts.ts'
import type { LimitDecision, Limiter } from '../limits/decide/limiter.ts'
import type { LiveHub } from '../live/live-hub.ts'
import type { Mailer } from '../mail/mailer.ts'
import type { Payments } from '../orders/payments/payments.ts'
import type { ServiceContext } from '../service-context.ts'
import type { SignToken } from '../tokens/token-signer.ts'

/** What is built once and every procedure may use. */
export interface ProcedureServices extends Pick<ServiceContext, 'audit' | 'db' | 'product'> {
  config: Pick<Config, 'signUp' | 'smtpUrl' | 'google' | 'github' | 'appUrl' | 'tokenAudiences'>
  limiter: Limiter
  /** Where calls wait for their credits, to be decided together. */
  credits: CreditQueue
  /** Whether the product has credits at all. */
  usesCredits: CreditUse
  /** Where orders are paid; null where nothing can be bought. */
  payments: Payments | null
  live: LiveHub
  mailer: Mailer
  /** Makes the links of the mails that an admin has sent. */
  mailedLinks: MailedLinks
  /** Stands before every test of a password. */
  lockout: Lockout
  /** Where whoever has a password hashed or tested waits for their turn. */
  passwordQueue: PasswordQueue
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
  /** Signs what another service is told of a user. */
  signToken: SignToken
  /** Whether the token is the one that the server printed for the first admin. */
  isSetupToken(token: string): boolean
}

/** Who calls, as it was found out. */
export type LookedUpCaller = Pick<Context, 'actor' | 'banned' | 'keyRefusal' | 'lookupFailure'>

/** What is known of callers whom nobody looked up. */
export const unknownCaller: LookedUpCaller = {
  actor: null,
  banned: null,
  keyRefusal: null,
  lookupFailure: null,
}

/** What every procedure of a request shares. Written by hand, so that the router's type names nothing else. */
export interface Context extends ServiceContext, ProcedureServices {
  /** The network that limits count the caller by. */
  clientNetwork: string
  /** How the address of this request was decided. */
  describeClient(): ClientAddressReport
  /**
   * Looks up who calls, which a call's guards do when it matters; `cached` where it will do to know who it was a second
   * ago. Asks once a request for either, and never rejects: what fails is `lookupFailure`.
   */
  findCaller(options: { cached: boolean }): Promise<LookedUpCaller>
  /** Whether the request came with a key, or what it takes for one. */
  withKey: boolean
  /** When the caller's account is banned: until when, null for good. */
  banned: { until: Date | null } | null
  /** Why the key that the request came with does not work. */
  keyRefusal: AppError | null
  /** What makes the caller's browser known to the lockout. */
  deviceToken: string | null
  /** What the limits of this request's calls decided, for its headers. */
  limitDecisions: LimitDecision[]
  /** Whether the caller is a program that sent its session as a token, and keeps no cookies. */
  holdsToken: boolean
  /** Gives the caller's browser a cookie with the answer. */
  setCookie(header: string): void
  /** The value of a cookie that the request came with. */
  readCookie(name: string): string | null
  /** Logs what a call could not do although it answers: the rest of it was done. */
  logFailure(error: unknown): void
  /** Called when a call has passed its guards and before its input is looked at; what it throws is the answer. */
  onAdmitted?(caller: LookedUpCaller): Promise<void>
  /** Set when the caller could not be looked up: every call but the public ones answers with it. */
  lookupFailure: Error | null
}
