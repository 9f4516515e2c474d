import type { UserTable } from '#drizzle/schema/index.ts'
import type { ExplainedCounter, ExplainStep } from '#shared/limits/limit-events.ts'
import type { SessionUser } from '#shared/users.ts'
import type { Database } from '../database/database.ts'
import type { AppError } from '../errors.ts'
import type { ActingKey, Actor, Session } from '../service-context.ts'
import type { SettingsConfig } from '../settings/read-settings.ts'
import type { Ban } from '../user-status/user-status.ts'
import type { DeclaredCall } from './declared-call.ts'

/** What guards know of a caller without asking anybody. */
export interface Caller {
  user: Pick<SessionUser, 'id' | 'role' | 'pending'> | null
  /** The key that a program calls with. */
  key: Pick<ActingKey, 'permissions'> | null
  /** Why the key that was sent does not work. */
  keyRefusal: AppError | null
  session: Pick<Session, 'confirmedAt'> | null
  banned: Ban | null
  /** Whether an admin acts as the user. */
  impersonated: boolean
  /** Whether a cookie may say that they are in the middle of a sign-in, which the test of their code finds out. */
  signingIn: boolean
  /** Why nobody can know who calls. */
  lookupFailure: Error | null
  now: Date
}

/** The caller that the look-up of a request's session found. */
export function callerOf(found: {
  actor: Actor | null
  banned: Ban | null
  keyRefusal?: AppError | null
  lookupFailure?: Error | null
  now: Date
}): Caller {
  const { actor, banned, keyRefusal = null, lookupFailure = null, now } = found
  return {
    user: actor?.user ?? null,
    session: actor?.session ?? null,
    key: actor?.key ?? null,
    keyRefusal,
    banned,
    impersonated: actor?.impersonator != null,
    signingIn: true,
    lookupFailure,
    now,
  }
}

/** A call that has come in, as guards see it. */
export interface AccessRequest {
  caller: Caller
  /** Counts the call against limits; the answer to one that they refuse. */
  charge(policies: DeclaredCall['policies'], cost: number): Promise<AppError | null>
  db: Database
  config: SettingsConfig
}

/** A question about a call that nobody has made. */
export interface Question {
  caller: Caller
  user: UserTable | null
  /** The hash of the account's e-mail address, by which locks know it. */
  accountHash: string | null
  /** What it would be charged to, as it stands. */
  counters: readonly ExplainedCounter[]
  db: Database
  config: SettingsConfig
}

/** What a guard says to a question, in a sentence for a person. */
export type Explained = Pick<ExplainStep, 'message'> & { outcome: 'passes' | 'refuses' | 'not-applicable' }

export const passes = (message: string): Explained => ({ outcome: 'passes', message })
export const refuses = (message: string): Explained => ({ outcome: 'refuses', message })

/** One thing that stands before calls. Those of one kind are in one list, in the order in which a call meets them. */
export interface Guard {
  step: ExplainStep['step']
  /** Whether it stands before this call. */
  appliesTo(call: DeclaredCall): boolean
  /** Why, where it does not. */
  notApplicable: string
  /** The answer to a call that it refuses by what is known of the caller; null lets it pass. */
  judge?(call: DeclaredCall, caller: Caller): AppError | null
  /** The same for one that has to ask. A guard with neither stands within the call: what it does asks it. */
  ask?(call: DeclaredCall, request: AccessRequest): Promise<AppError | null>
  /** What it would say at this moment; it changes nothing. */
  explain(call: DeclaredCall, question: Question): Explained | Promise<Explained>
}

/** A guard that judges by the caller alone: an explanation asks the same judgement, and words it. */
export function callerGuard(
  guard: Pick<Guard, 'step' | 'appliesTo' | 'notApplicable'> & {
    judge: NonNullable<Guard['judge']>
    passes(question: Question, call: DeclaredCall): string
    refuses(question: Question, call: DeclaredCall): string
  },
): Guard {
  return {
    ...guard,
    explain(call, question) {
      const { caller } = question
      if (guard.judge(call, caller)) return refuses(guard.refuses(question, call))
      if (caller.user || caller.session) return passes(guard.passes(question, call))
      return { outcome: 'not-applicable', message: 'Nobody is signed in.' }
    },
  }
}
