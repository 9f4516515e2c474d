import type { Permission } from './roles/roles.ts'

/** What the console shows as it happens, and the permission that it takes to hear of changes. */
export const consoleTopics = {
  /** Something was blocked, or an admin changed what the limits decide by. */
  limits: 'limits.read',
  /** Users or invitations are others than before. */
  users: 'users.list',
  /** Somebody's credits, plan or quota are others than before. */
  credits: 'credits.read',
  /** Feedback came, or was decided. */
  feedback: 'feedback.read',
  /** Orders are others than before. */
  orders: 'orders.read',
  /** The audit log has new rows. */
  audit: 'audit.read',
} as const satisfies Record<string, Permission>
export type ConsoleTopic = keyof typeof consoleTopics
