import { hasPermission } from '#shared/roles/roles.ts'
import { trpc } from '../../lib/api/trpc.ts'

/** Whether the signed-in user's role may change limits; `known` once that user has been loaded. */
export function useLimitsAccess() {
  const { data: me } = trpc.users.me.useQuery()
  return {
    known: me !== undefined,
    manages: me !== undefined && hasPermission(me.user.role, 'limits.manage'),
  }
}
