/** Who pays for what the actor does: the organization of their own. */
export const ownerOf = (ctx: { actor: { user: { id: string } } }): string => ctx.actor.user.id
