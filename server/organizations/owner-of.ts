import type { ActorContext } from '../service-context.ts'

/** Who pays for what the actor does: the organization of their own. */
export const ownerOf = (ctx: Pick<ActorContext, 'actor'>): string => ctx.actor.user.id
