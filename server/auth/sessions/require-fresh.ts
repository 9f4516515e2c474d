import { requireSession } from '../../key-status/require-session.ts'
import type { ActorContext } from '../../service-context.ts'
import { confirmNeeded } from './caller-refusals.ts'
import { isFresh } from './fresh-session.ts'

/** Throws FORBIDDEN unless the actor has proved within the last ten minutes who they are. */
export function requireFresh({ actor, now }: Pick<ActorContext, 'actor' | 'now'>): void {
  if (!isFresh(requireSession(actor), now)) throw confirmNeeded()
}
