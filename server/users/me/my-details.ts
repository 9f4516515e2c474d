import type { PersonDetails, UpdateMyDetailsInput } from '#shared/person-details.ts'
import type { ActorContext } from '../../service-context.ts'
import { applyDetails, readDetails } from '../acts/update-details.ts'
import { holdMe } from './change-me.ts'

/** What the product's fields hold of the actor, those of staff too. */
export const getMyDetails = (ctx: ActorContext): Promise<PersonDetails> => readDetails(ctx, ctx.actor.user.id)

/**
 * Changes what the product's fields hold of the actor, and returns what they hold now; what is not given stays. Throws
 * BAD_REQUEST with the reason of each field that refuses its value; FORBIDDEN for a field of staff; NOT_FOUND once deleted.
 */
export async function updateMyDetails(
  ctx: ActorContext,
  input: UpdateMyDetailsInput,
): Promise<PersonDetails> {
  const accepted = ctx.product.people.accept(input.details, 'owner')
  const { details } = await holdMe(ctx, (inside, me) => applyDetails(inside, me, accepted))
  return details
}
