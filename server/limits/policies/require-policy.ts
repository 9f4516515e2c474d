import type { LimitPolicyView } from '#shared/limits/limit-rules.ts'
import type { LimitScope } from '#shared/limits/limits.ts'
import { invalidField } from '../../errors.ts'
import type { ServiceContext } from '../../service-context.ts'
import { type LimitQuota, limitPolicies, type PolicyName } from '../limit-policies.ts'
import { listPolicies } from './list-policies.ts'

/** The file's quotas of a policy, or of one scope of it: one at least. Throws BAD_REQUEST with the field. */
export function requirePolicyScopes(policy: string, scope?: LimitScope): [LimitQuota, ...LimitQuota[]] {
  if (!Object.hasOwn(limitPolicies, policy)) throw invalidField('id', 'There is no such policy.')
  const scopes: readonly LimitQuota[] = limitPolicies[policy as PolicyName].scopes
  const [first, ...others] = scopes.filter((quota) => scope === undefined || quota.scope === scope)
  if (!first) throw invalidField('scope', 'The policy has no such scope.')
  return [first, ...others]
}

/** One policy as it is now. */
export async function getPolicy(ctx: Pick<ServiceContext, 'db'>, policy: string): Promise<LimitPolicyView> {
  const { items } = await listPolicies(ctx)
  const found = items.find(({ id }) => id === policy)
  if (!found) throw invalidField('id', 'There is no such policy.')
  return found
}
