import { linkOptions } from '@tanstack/react-router'
import { hasPermission, type Permission, type Role } from '#shared/roles.ts'
import { keysOf } from '../../../lib/navigation/search-params.ts'
import { text } from '../../../lib/text/text.ts'
import type { UserTab } from '../users-search.ts'

const words = text.user.tabs
const needs: Partial<Record<UserTab, Permission>> = { limits: 'limits.read', activity: 'audit.read' }

/** The parts of a user's page that the role may see. */
export function userTabsFor(role: Role, id: string) {
  return keysOf(words)
    .filter((tab) => {
      const permission = needs[tab]
      return permission === undefined || hasPermission(role, permission)
    })
    .map((tab) => ({
      id: tab,
      label: words[tab],
      link: linkOptions({
        to: '/admin/users/$id',
        params: { id },
        search: tab === 'overview' ? {} : { tab },
      }),
    }))
}
