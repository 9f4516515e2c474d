/** Roles from the lowest rank to the highest; rank is the position. */
export const roles = ['user', 'moderator', 'admin_ro', 'admin'] as const
export type Role = (typeof roles)[number]

/** Which roles hold which permission. The one table that server and client decide by. */
export const permissionTable = {
  'console.open': ['moderator', 'admin_ro', 'admin'],
  'users.list': ['moderator', 'admin_ro', 'admin'],
  'users.readEmail': ['admin_ro', 'admin'],
  'users.moderate': ['moderator', 'admin'],
  'users.manage': ['admin'],
  'limits.read': ['admin_ro', 'admin'],
  'limits.manage': ['admin'],
  'audit.read': ['admin_ro', 'admin'],
  'settings.read': ['admin_ro', 'admin'],
  'settings.manage': ['admin'],
  export: ['admin_ro', 'admin'],
} as const satisfies Record<string, readonly Role[]>

export type Permission = keyof typeof permissionTable

/** Whether the role holds the permission. */
export function hasPermission(role: Role, permission: Permission): boolean {
  return (permissionTable[permission] as readonly Role[]).includes(role)
}

/** Whether somebody of `actor` role may act on somebody of `subject` role: lower rank, or admin on admin. */
export function outranks(actor: Role, subject: Role): boolean {
  return roles.indexOf(actor) > roles.indexOf(subject) || (actor === 'admin' && subject === 'admin')
}
