import type { OwnPermission } from '#shared/roles/own-permissions.ts'

type Words<Key extends string> = Record<Key, string>

/** What a role may do. */
export const permissions = {
  may: (role: string) => `What “${role}” may do`,
  yes: 'May:',
  no: 'May not:',
  of: {
    'console.open': 'Open the console',
    'users.list': 'See who has an account',
    'users.readEmail': 'Read e-mail addresses',
    'users.moderate': 'Ban people of lower roles, end their sessions, decide approvals',
    'users.manage': 'Create, invite, change and delete users, and set their roles',
    'serviceAccounts.read': 'See service accounts and their keys',
    'serviceAccounts.manage': 'Make and change service accounts and their keys',
    'limits.read': 'Read limits',
    'limits.manage': 'Change limits',
    'credits.read': 'See credits, quotas and plans',
    'credits.manage': 'Give and take credits, set quotas and plans',
    'orders.read': 'See orders',
    'orders.manage': 'Refund orders',
    'feedback.read': 'Read feedback',
    'feedback.manage': 'Set the state of feedback and write notes on it',
    'audit.read': 'Read the audit log',
    'settings.read': 'Read settings',
    'settings.manage': 'Change settings',
    export: 'Export lists',
  } satisfies Words<OwnPermission> as Readonly<Record<string, string>>,
}
