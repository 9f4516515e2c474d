import { previewHold } from '../../credits/paid/preview-hold.ts'
import { ownerOf } from '../../organizations/owner-of.ts'
import { type Guard, passes, refuses } from '../guard.ts'

/**
 * The credits that a call takes. It stands within the call, between its input and what it does: `payFor` holds them, and
 * settles or releases them.
 */
export const creditsGuard: Guard = {
  step: 'credits',
  appliesTo: ({ price }) => price !== null,
  notApplicable: 'It costs no credits.',
  async explain({ price }, { caller: { user }, db }) {
    if (!price || !user) return { outcome: 'not-applicable', message: 'Nobody is signed in.' }
    // What depends on an input that nobody has sent takes one at least.
    const credits = typeof price.hold === 'number' ? price.hold : 1
    const { available, refusal } = await previewHold(db, { ownerId: ownerOf({ actor: { user } }), credits })
    if (refusal) return refuses(refusal.message)
    return passes(
      typeof price.hold === 'number'
        ? `It takes ${credits} credits, and ${available} are available.`
        : `How many credits it takes depends on its input; ${available} are available.`,
    )
  },
}
