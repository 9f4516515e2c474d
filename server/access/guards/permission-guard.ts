import { hasPermission } from '#shared/roles/roles.ts'
import { AppError } from '../../errors.ts'
import { holdsPermission } from '../../key-status/holds-permission.ts'
import { callerGuard } from '../guard.ts'

/** Only for roles that hold the permission. */
export const permissionGuard = callerGuard({
  step: 'permission',
  appliesTo: ({ permission }) => permission !== null,
  notApplicable: 'It needs no permission.',
  judge({ permission }, { user, key }) {
    if (!permission || (user && holdsPermission({ user, key }, permission))) return null
    return new AppError('FORBIDDEN', `Your ${key ? 'key' : 'role'} does not allow this.`, {
      reason: { kind: 'permission', permission },
    })
  },
  passes: ({ caller: { user } }, { permission }) => `The role ${user?.role} holds ${permission}.`,
  refuses: ({ caller: { user } }, { permission }) =>
    user && hasPermission(user.role, permission ?? 'console.open')
      ? `The key does not hold ${permission}.`
      : user
        ? `The role ${user.role} does not hold ${permission}.`
        : `Nobody holds ${permission} without signing in.`,
})
