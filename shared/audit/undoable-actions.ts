import { guards } from '#product/guards.ts'
import { joinTables } from '../product/join-tables.ts'
import type { Permission } from '../roles/roles.ts'
import type { OwnAuditAction, ProductActs } from './audit-acts.ts'

const ownPermissions = {
  'user.update': 'users.manage',
  'user.updateDetails': 'users.manage',
  'user.setRole': 'users.manage',
  'user.setEmail': 'users.manage',
  'user.setVerified': 'users.manage',
  'user.ban': 'users.moderate',
  'user.unban': 'users.moderate',
  'user.remove': 'users.manage',
  'user.restore': 'users.manage',
  'user.refuse': 'users.moderate',
  'serviceAccount.rename': 'serviceAccounts.manage',
  'serviceAccount.setRole': 'serviceAccounts.manage',
  'serviceAccount.disable': 'serviceAccounts.manage',
  'serviceAccount.enable': 'serviceAccounts.manage',
  'serviceAccount.remove': 'serviceAccounts.manage',
  'serviceAccount.restore': 'serviceAccounts.manage',
  'credits.grant': 'credits.manage',
  'credits.adjust': 'credits.manage',
  'entitlement.set': 'credits.manage',
  'entitlement.remove': 'credits.manage',
  'plan.set': 'credits.manage',
  'feedback.set': 'feedback.manage',
  'setting.set': 'settings.manage',
  'override.set': 'limits.manage',
  'override.remove': 'limits.manage',
} as const satisfies Partial<Record<OwnAuditAction, Permission>>

export type OwnUndoableAction = keyof typeof ownPermissions

type Undos = typeof guards.undo
type OfTheProduct<Given> = {
  [Action in keyof Given]: Action extends keyof ProductActs ? Given[Action] : 'The product has no such act.'
}

/** The acts of the product that can be taken back. */
export type UndoableProductAction = keyof Undos & keyof ProductActs

/**
 * The acts that can be taken back from their row, as long as nothing has changed since, and what that needs: the
 * permission of the act itself. Pages load it without zod.
 */
const undoPermissions = joinTables(ownPermissions, guards.undo satisfies OfTheProduct<Undos>)

export type UndoableAction = OwnUndoableAction | UndoableProductAction
export const undoableActions = Object.keys(undoPermissions) as UndoableAction[]

/** Whether the act can be taken back; false for one that this version does not know. */
export const isUndoable = (action: string | null): action is UndoableAction =>
  action !== null && Object.hasOwn(undoPermissions, action)

/** What a role must hold to take the act back. */
export const undoPermission = (action: UndoableAction): Permission => undoPermissions[action]

/** Whether it is an act of ours; else it is one of the product's. */
export const isOwnUndoable = (action: UndoableAction): action is OwnUndoableAction =>
  Object.hasOwn(ownPermissions, action)
