import type { CreditUse } from '../../credits/read/credit-use.ts'
import type { ActorContext } from '../../service-context.ts'

/** Who calls, and with what: a session or a key. */
export const getMe = async ({
  actor,
  product,
  usesCredits,
  payments,
}: Pick<ActorContext, 'actor' | 'product'> & { usesCredits: CreditUse; payments: object | null }) => ({
  user: actor.user,
  session: actor.session && {
    id: actor.session.id,
    createdAt: actor.session.createdAt.toISOString(),
    expiresAt: actor.session.expiresAt.toISOString(),
  },
  /** The key that a program calls with. */
  key: actor.key && {
    id: actor.key.id,
    name: actor.key.name,
    permissions: [...actor.key.permissions],
    expiresAt: actor.key.expiresAt.toISOString(),
  },
  impersonator: actor.impersonator,
  /** The fields that the product adds to people. */
  personFields: product.people.fields,
  /** Whether the product has credits, so that their pages say something. */
  usesCredits: await usesCredits(),
  /** Whether something can be bought. */
  sells: payments !== null,
})
