import type { PersonFieldView } from '#shared/person-details.ts'
import { hasPermission, type Permission } from '#shared/roles/roles.ts'
import { trpc } from '../../lib/api/trpc.ts'

export const noFields: readonly PersonFieldView[] = []

/** The signed-in user, and what their role may do. The guard of the pages inside has asked already. */
export function useMe() {
  const { data } = trpc.users.me.useQuery()
  const me = data?.user
  return {
    me,
    /** The fields that the product adds to people. */
    personFields: data?.personFields ?? noFields,
    may: (permission: Permission) => me !== undefined && hasPermission(me.role, permission),
  }
}
