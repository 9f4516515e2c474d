import { hasPermission, type Permission, type Role } from '#shared/roles/roles.ts'

/** Whoever acts: their role, and the key that they call with. */
interface Holder {
  user: { role: Role }
  key: { permissions: readonly string[] } | null
}

/** Whether the actor may do what takes the permission: by their role, and if they call with a key by that as well. */
export function holdsPermission({ user, key }: Holder, permission: Permission): boolean {
  return hasPermission(user.role, permission) && keyHolds(key, permission)
}

/** Whether a call may do it as far as its key, if it has one, is concerned. */
export const keyHolds = (key: Holder['key'], permission: Permission): boolean =>
  key === null || key.permissions.includes(permission)
