import type { Actor, Session } from '../service-context.ts'
import { personNeeded } from './key-refusals.ts'

/** The session that the actor calls in. Throws FORBIDDEN for one who calls with a key. */
export function requireSession({ session }: Pick<Actor, 'session'>): Session {
  if (!session) throw personNeeded()
  return session
}
