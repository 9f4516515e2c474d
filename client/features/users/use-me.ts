import { hasPermission, type Permission } from '#shared/roles.ts'
import { trpc } from '../../lib/api/trpc.ts'

/** Who is signed in, and what their role holds. The guard of the pages inside has asked already. */
export function useMe() {
  const { data } = trpc.users.me.useQuery()
  const me = data?.user
  return {
    me,
    may: (permission: Permission) => me !== undefined && hasPermission(me.role, permission),
  }
}
