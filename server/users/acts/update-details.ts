import type { UserTable } from '#drizzle/schema/index.ts'
import type { Acted } from '#shared/audit/audit.ts'
import type { GivenDetails, PersonDetails, UpdateDetailsInput } from '#shared/person-details.ts'
import type { DetailValue } from '#shared/product/person-fields.ts'
import { recordAudit } from '../../audit/record/record-audit.ts'
import type { ActorContext, ServiceContext } from '../../service-context.ts'
import { actOnUser } from '../guard/act-on-user.ts'
import { auditedUser } from './change-user.ts'

type ChangedDetails = Acted & { details: PersonDetails }

/**
 * Changes what the product's fields hold of a user; what is not given stays. Throws BAD_REQUEST with the reason of each
 * field that refuses its value; NOT_FOUND; FORBIDDEN when the actor may not any more; CONFLICT for a deleted user.
 */
export function updateDetails(
  ctx: ActorContext,
  { id, details }: UpdateDetailsInput,
): Promise<ChangedDetails> {
  const accepted = ctx.product.people.accept(details, 'staff')
  const options = { id, permission: 'users.manage', onOneself: true } as const
  return actOnUser(ctx, options, (inside, { user }) => applyDetails(inside, user, accepted))
}

/** Changes the fields of a user whose row the transaction holds, and records those that differ. */
export async function applyDetails(
  ctx: ServiceContext,
  user: UserTable,
  given: GivenDetails,
): Promise<ChangedDetails> {
  const former = await readDetails(ctx, user.id)
  const was = former as Record<string, DetailValue>
  const changed = Object.entries<DetailValue>(given).filter(([name, value]) => was[name] !== value)
  if (changed.length === 0) return { details: former, auditId: null }
  const after = Object.fromEntries(changed)
  await ctx.product.people.keep(ctx.db, user.id, after)
  const auditId = await recordAudit(ctx, {
    action: 'user.updateDetails',
    subject: auditedUser(user),
    before: Object.fromEntries(changed.map(([name]) => [name, was[name] ?? null])),
    after,
  })
  return { details: { ...former, ...after }, auditId }
}

/** What the product's fields hold of a user. */
export async function readDetails({ db, product }: ServiceContext, id: string): Promise<PersonDetails> {
  return (await product.people.read(db, [id])).get(id) as PersonDetails
}
