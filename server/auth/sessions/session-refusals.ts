import type { BetterAuthOptions, DBAdapter } from 'better-auth'
import { APIError } from 'better-auth/api'
import type { ErrorReason } from '#shared/errors.ts'

export const refusalMessages = {
  ACCOUNT_BANNED: 'This account is banned.',
  ACCOUNT_DELETED: 'This account does not exist.',
} as const
export type SessionRefusal = keyof typeof refusalMessages

/** Why somebody may not have a session; of a ban also until when, where that is known: null while nobody lifts it. */
export interface Refusal {
  code: SessionRefusal
  until?: Date | null
}

/** What Better Auth answers when somebody may not have a session. */
export function sessionRefused({ code, until }: Refusal) {
  const body = { code, message: refusalMessages[code] }
  if (code !== 'ACCOUNT_BANNED' || until === undefined) return new APIError('FORBIDDEN', body)
  const reason: ErrorReason = { kind: 'banned', until: until?.toISOString() ?? null }
  return new APIError('FORBIDDEN', { ...body, reason })
}

// What the trigger `session_guard` raises. GH003 is for an impersonator who is no longer an admin, GH004 for a service
// account, which nobody can sign in to.
const raised: Record<string, SessionRefusal> = {
  GH001: 'ACCOUNT_DELETED',
  GH002: 'ACCOUNT_BANNED',
  GH003: 'ACCOUNT_BANNED',
  GH004: 'ACCOUNT_DELETED',
}

type Adapter = DBAdapter<BetterAuthOptions>

/**
 * An adapter whose refusal of a session by the database, after the look at the user had passed, is the same answer as
 * before it: a ban or deletion that was committed meanwhile.
 */
export function withSessionRefusals(
  open: (options: BetterAuthOptions) => Adapter,
): (options: BetterAuthOptions) => Adapter {
  return (options) => {
    const adapter = open(options)
    return {
      ...adapter,
      create: translated(adapter.create),
      transaction: (run) =>
        adapter.transaction((inside) => run({ ...inside, create: translated(inside.create) })),
    }
  }
}

function translated(create: Adapter['create']): Adapter['create'] {
  return (data) =>
    create(data).catch((error) => {
      const refusal = findRaised(error)
      throw refusal ? sessionRefused({ code: refusal }) : error
    }) as never
}

function findRaised(error: unknown): SessionRefusal | undefined {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const refusal = 'code' in cause ? raised[String(cause.code)] : undefined
    if (refusal) return refusal
  }
  return undefined
}
