import type { Database } from '../../database/database.ts'
import { findEntitlementRefusal } from '../../entitlements/require-entitlement.ts'
import type { AppError } from '../../errors.ts'
import { ownerOf } from '../../organizations/owner-of.ts'
import type { DeclaredCall } from '../declared-call.ts'
import { type Caller, type Guard, passes, refuses } from '../guard.ts'

/** Only for those whose plan includes it, or whom somebody allowed it besides. */
export const entitlementGuard: Guard = {
  step: 'entitlement',
  appliesTo: ({ entitlement }) => entitlement !== null,
  notApplicable: 'It needs nothing of a plan.',
  ask: (call, { caller, db }) => findRefusal(call, caller, db),
  async explain(call, { caller, db }) {
    if (!caller.user) return { outcome: 'not-applicable', message: 'Nobody is signed in.' }
    const isMissing = await findRefusal(call, caller, db)
    return isMissing
      ? refuses(`The plan does not include ${call.entitlement}, and nobody allowed it besides.`)
      : passes(`${call.entitlement} is included.`)
  },
}

async function findRefusal(
  { entitlement }: DeclaredCall,
  { user }: Caller,
  db: Database,
): Promise<AppError | null> {
  if (!entitlement || !user) return null
  return findEntitlementRefusal(db, { ownerId: ownerOf({ actor: { user } }), key: entitlement })
}
