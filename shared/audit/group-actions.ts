import type { Permission } from '../roles/roles.ts'
import type { OwnAuditAction } from './audit-acts.ts'

/** The acts on many, by the row that stands for each: the call that does it, and what taking it back needs. */
export const groupActions = {
  'user.bulk': { call: 'users.bulk', permission: 'users.manage' },
  'feedback.bulk': { call: 'feedback.setMany', permission: 'feedback.manage' },
} as const satisfies Partial<Record<OwnAuditAction, { call: string; permission: Permission }>>

export type GroupAction = keyof typeof groupActions
export const groupActionNames = Object.keys(groupActions) as GroupAction[]

/** Whether rows of this action stand for an act on many. */
export const isGroupAction = (action: string): action is GroupAction => Object.hasOwn(groupActions, action)
