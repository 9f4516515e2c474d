import { guards } from '#product/guards.ts'
import { joinTables } from '../product/join-tables.ts'
import { ownPermissions } from './own-permissions.ts'
import { type Role, roles } from './role-names.ts'

export { type Role, roles } from './role-names.ts'

/** Which roles hold which permission, ours and the product's. The one table that server and client decide by. */
export const permissionTable = joinTables(ownPermissions, guards.permissions)

export type Permission = keyof typeof permissionTable

/** Whether the role holds the permission. */
export function hasPermission(role: Role, permission: Permission): boolean {
  return (permissionTable[permission] as readonly Role[]).includes(role)
}

/** The page that somebody of this role sees first. */
export const homeOf = (role: Role) => (hasPermission(role, 'console.open') ? '/admin' : '/dashboard')

/** Whether somebody of `actor` role may act on somebody of `subject` role: lower rank, or admin on admin. */
export function outranks(actor: Role, subject: Role): boolean {
  return roles.indexOf(actor) > roles.indexOf(subject) || (actor === 'admin' && subject === 'admin')
}
