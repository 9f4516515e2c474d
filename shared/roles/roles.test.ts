import { expect, test } from 'vitest'
import { type OwnPermission, ownPermissions } from './own-permissions.ts'
import { hasPermission, outranks, roles } from './roles.ts'

test('a user holds no permission of ours, an admin every one', () => {
  for (const permission of Object.keys(ownPermissions) as OwnPermission[]) {
    expect(hasPermission('user', permission)).toBe(false)
    expect(hasPermission('admin', permission)).toBe(true)
  }
})

test('nobody outranks an equal or a higher role, except an admin an admin', () => {
  for (const [rank, actor] of roles.entries()) {
    for (const [other, subject] of roles.entries()) {
      expect(outranks(actor, subject)).toBe(rank > other || (actor === 'admin' && subject === 'admin'))
    }
  }
})
