import type { Role } from './role-names.ts'

/** Which roles hold which of Gatehouse's own permissions. */
export const ownPermissions = {
  'console.open': ['moderator', 'admin_ro', 'admin'],
  'users.list': ['moderator', 'admin_ro', 'admin'],
  'users.readEmail': ['admin_ro', 'admin'],
  'users.moderate': ['moderator', 'admin'],
  'users.manage': ['admin'],
  'serviceAccounts.read': ['admin_ro', 'admin'],
  'serviceAccounts.manage': ['admin'],
  'limits.read': ['admin_ro', 'admin'],
  'limits.manage': ['admin'],
  'credits.read': ['admin_ro', 'admin'],
  'credits.manage': ['admin'],
  'orders.read': ['admin_ro', 'admin'],
  'orders.manage': ['admin'],
  'feedback.read': ['moderator', 'admin_ro', 'admin'],
  'feedback.manage': ['moderator', 'admin'],
  'audit.read': ['admin_ro', 'admin'],
  'settings.read': ['admin_ro', 'admin'],
  'settings.manage': ['admin'],
  export: ['admin_ro', 'admin'],
} as const satisfies Record<string, readonly Role[]>

export type OwnPermission = keyof typeof ownPermissions
