import type { Icon } from '@tabler/icons-react'
import {
  IconCoins,
  IconGauge,
  IconHistory,
  IconHome,
  IconLayoutDashboard,
  IconMailForward,
  IconMessages,
  IconReceipt,
  IconRobot,
  IconSettings,
  IconShield,
  IconUser,
  IconUserCheck,
  IconUsers,
} from '@tabler/icons-react'
import type { ComponentType } from 'react'
import type { PageAccess } from '#shared/product/define-guards.ts'
import { type ProductPages, productPages } from '#shared/product/product-pages.ts'
import { hasPermission, type Permission, type Role } from '#shared/roles/roles.ts'
import { trpc } from '../../lib/api/trpc.ts'
import { text } from '../../lib/text/text.ts'
import { NewFeedbackBadge } from './new-feedback-badge.tsx'
import { type ProductPlace, useProductClient } from './product-client.ts'
import { WaitingBadge } from './waiting-badge.tsx'

const words = text.shell

/**
 * Every page that the navigation and the command palette lead to, by group; a new page adds its line here. `key` is the
 * letter that leads there behind a `g`.
 */
const groups = [
  {
    id: 'console',
    title: words.console,
    places: [
      {
        to: '/admin',
        key: 'd',
        label: words.dashboard,
        Icon: IconLayoutDashboard,
        permission: 'console.open',
      },
      { to: '/admin/users', key: 'u', label: words.users, Icon: IconUsers, permission: 'users.list' },
      {
        to: '/admin/approvals',
        key: 'p',
        label: words.approvals,
        Icon: IconUserCheck,
        permission: 'users.list',
        Badge: WaitingBadge,
      },
      {
        to: '/admin/invitations',
        key: 'i',
        label: words.invitations,
        Icon: IconMailForward,
        permission: 'users.readEmail',
      },
      {
        to: '/admin/service-accounts',
        key: 'c',
        label: words.services,
        Icon: IconRobot,
        permission: 'serviceAccounts.read',
      },
      { to: '/admin/credits', key: 'b', label: words.balances, Icon: IconCoins, permission: 'credits.read' },
      { to: '/admin/orders', key: 'r', label: words.orders, Icon: IconReceipt, permission: 'orders.read' },
      { to: '/admin/limits', key: 'l', label: words.limits, Icon: IconGauge, permission: 'limits.read' },
      {
        to: '/admin/feedback',
        key: 'f',
        label: words.feedback,
        Icon: IconMessages,
        permission: 'feedback.read',
        Badge: NewFeedbackBadge,
      },
      { to: '/admin/audit', key: 'a', label: words.audit, Icon: IconHistory, permission: 'audit.read' },
      {
        to: '/admin/settings',
        key: 's',
        label: words.settings,
        Icon: IconSettings,
        permission: 'settings.read',
      },
    ],
  },
  {
    id: 'account',
    title: words.account,
    places: [
      { to: '/dashboard', key: 'o', label: words.overview, Icon: IconHome, permission: null },
      { to: '/account/profile', key: null, label: words.profile, Icon: IconUser, permission: null },
      { to: '/account/security', key: null, label: words.security, Icon: IconShield, permission: null },
      {
        to: '/account/credits',
        key: null,
        label: words.credits,
        Icon: IconCoins,
        permission: null,
        onlyWith: 'usesCredits',
      },
      {
        to: '/account/orders',
        key: null,
        label: words.orders,
        Icon: IconReceipt,
        permission: null,
        onlyWith: 'sells',
      },
    ],
  },
] as const

type OwnPlace = (typeof groups)[number]['places'][number]

/** The letters behind `g` that lead to pages of ours. */
export type OwnKey = Extract<OwnPlace['key'], string>

/** Where the navigation and the command palette lead to. */
export interface Place {
  to: OwnPlace['to'] | keyof ProductPages
  key: string | null
  label: string
  Icon: Icon
  Badge?: ComponentType
}

interface Group {
  id: string
  title: string
  places: Place[]
}

type AddedPlaces = Readonly<Record<string, ProductPlace>>

/** What decides which places somebody sees. */
interface Reader {
  role: Role
  usesCredits?: boolean
  sells?: boolean
}

/**
 * The groups with the places that this reader may see, the product's own first and its others behind ours; a group
 * without any is left out.
 */
export function placesFor(
  reader: Reader,
  added: AddedPlaces,
  pages: Readonly<Record<string, PageAccess<Permission>>> = productPages,
): Group[] {
  const { role } = reader
  const addedTo = (group: string): Place[] =>
    Object.entries(added)
      .filter(([to, place]) => place.group === group && opens(role, pages[to] ?? 'everybody'))
      .map(([to, { label, Icon, Badge, key = null }]) => ({ to: to as Place['to'], key, label, Icon, Badge }))
  const ofOurs: Group[] = groups.map(({ id, title, places }) => ({
    id,
    title,
    places: [...places.filter((place) => isFor(reader, place)), ...addedTo(id)],
  }))
  const titles = new Set(Object.values(added).map(({ group }) => group))
  const ofTheirs = [...titles]
    .filter((title) => !groups.some(({ id }) => id === title))
    .map((title) => ({ id: title, title, places: addedTo(title) }))
  return [...ofTheirs, ...ofOurs].filter(({ places }) => places.length > 0)
}

const isFor = (reader: Reader, place: OwnPlace) =>
  (place.permission === null || hasPermission(reader.role, place.permission)) &&
  (!('onlyWith' in place) || reader[place.onlyWith] === true)

const opens = (role: Role, access: PageAccess<Permission>) =>
  access === 'everybody' || access === 'signed-in' || hasPermission(role, access)

/** The places of the page's own product for this role, by group. */
export function usePlaces(role: Role | undefined): Group[] {
  const { places } = useProductClient()
  const { data: me } = trpc.users.me.useQuery()
  return role ? placesFor({ role, usesCredits: me?.usesCredits, sells: me?.sells }, places) : []
}
