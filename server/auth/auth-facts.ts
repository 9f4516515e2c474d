import { AsyncLocalStorage } from 'node:async_hooks'
import type { GivenDetails } from '#shared/person-details.ts'

/** Somebody as the audit log names them. */
export interface Person {
  id: string
  name: string
  email: string
}

/** Which request it was, and where it came from. */
export interface Where {
  requestId: string
  clientAddress: string
  device: string | null
}

/** What Better Auth did while it answered one request: its answers alone do not say whom it was about. */
export interface AuthFacts {
  /** The user that was made. */
  madeUser?: Person
  /** The user whose row was changed, as it is now. */
  changedUser?: Person & { twoFactorEnabled: boolean }
  /** The session that was made; gone again when a second factor is still to be asked for. */
  session?: { id: string; userId: string }
  /** The hash that the given password was verified against. */
  verifiedHash?: string
  /** The account of a provider that was connected, or taken away. */
  linked?: { userId: string; provider: string }
  unlinked?: { userId: string; provider: string }
  /** Who was refused a session, and why. */
  refused?: { userId: string; code: string }
  /** The user who asked for a new password, and the one who set it by the link. */
  resetAsked?: Person
  reset?: Person
  /** The passkey that was renamed or removed, as it was before. */
  passkey?: { id: string; name: string | null }
  /** What the database failed with when it was away: Better Auth answers as if nothing had been found. */
  outage?: unknown
  /** What a new user's own part failed with: Better Auth answers alike for all of them. */
  failure?: unknown
  /** The request that is being answered. */
  where?: Where
  /** What the user who is made has filled in of the product's fields. */
  details?: GivenDetails
}

const storage = new AsyncLocalStorage<AuthFacts>()

/** Runs what asks Better Auth for a request, and gives the facts of it beside its value: those that are known before too. */
export async function observeAuth<Value>(
  run: () => Promise<Value>,
  known: Pick<AuthFacts, 'where' | 'details'>,
): Promise<{ value: Value; facts: AuthFacts }> {
  const facts: AuthFacts = { ...known }
  const value = await storage.run(facts, run)
  return { value, facts }
}

/** Adds to the facts of the request that is being answered; outside of one nobody asks for them. */
export function noteFacts(facts: AuthFacts): void {
  Object.assign(storage.getStore() ?? {}, facts)
}

/** The facts of the request so far. */
export const factsSoFar = (): AuthFacts => storage.getStore() ?? {}

/** What is noted of a user whose whole row is at hand. */
export const personOf = ({ id, name, email }: Person): Person => ({ id, name, email })
