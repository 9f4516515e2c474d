import { linkOptions } from '@tanstack/react-router'
import { hasPermission, type Permission, type Role } from '#shared/roles/roles.ts'
import type { ProductUserTab } from '../../../components/shell/product-client.ts'
import { keysOf } from '../../../lib/navigation/search-params.ts'
import type { UserTab } from '../../../lib/navigation/user-tabs.ts'
import { text } from '../../../lib/text/text.ts'
import type { UsersSearch } from '../users-search.ts'

const words = text.user.tabs
const needs: Partial<Record<UserTab, Permission>> = {
  limits: 'limits.read',
  credits: 'credits.read',
  activity: 'audit.read',
}

interface Options {
  role: Role
  id: string
  /** The list that the page was opened from. */
  list: UsersSearch
  added: Readonly<Record<string, ProductUserTab>>
}

/** The parts of a user's page that the role may see, ours before the product's. */
export function userTabsFor({ role, id, list, added }: Options) {
  const own = keysOf(words).map((tab) => ({ id: tab, label: words[tab], permission: needs[tab] ?? null }))
  const theirs = Object.entries(added).map(([tab, { label, permission }]) => ({ id: tab, label, permission }))
  return [...own, ...theirs]
    .filter(({ permission }) => permission === null || hasPermission(role, permission))
    .map(({ id: tab, label }) => ({
      id: tab,
      label,
      link: linkOptions({
        to: '/admin/users/$id',
        params: { id },
        search: { ...list, tab: tab === 'overview' ? undefined : tab },
      }),
    }))
}
