import { hasPermission } from '#shared/roles.ts'
import { trpc } from '../../lib/api/trpc.ts'

/** Whether the role of who looks may change limits; `known` once it is known who that is. */
export function useLimitsAccess() {
  const { data: me } = trpc.users.me.useQuery()
  return {
    known: me !== undefined,
    manages: me !== undefined && hasPermission(me.user.role, 'limits.manage'),
  }
}
