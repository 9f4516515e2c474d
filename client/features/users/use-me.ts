import { hasPermission, type Permission } from '#shared/roles.ts'
import { trpc } from '../../lib/api/trpc.ts'

/** The signed-in user, and what their role may do. The guard of the pages inside has asked already. */
export function useMe() {
  const { data } = trpc.users.me.useQuery()
  const me = data?.user
  return {
    me,
    may: (permission: Permission) => me !== undefined && hasPermission(me.role, permission),
  }
}
