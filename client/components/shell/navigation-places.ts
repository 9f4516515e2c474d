import {
  IconChartBar,
  IconDatabase,
  IconDevices,
  IconGauge,
  IconHistory,
  IconHome,
  IconLayoutDashboard,
  IconLink,
  IconMailForward,
  IconSettings,
  IconShield,
  IconUser,
  IconUserCheck,
  IconUsers,
} from '@tabler/icons-react'
import { hasPermission, type Role } from '#shared/roles.ts'
import { text } from '../../lib/text/text.ts'

const words = text.shell

/** Every page that the navigation and the command palette lead to, by group; a new page adds its line here. */
const groups = [
  {
    id: 'account',
    title: words.account,
    places: [
      { to: '/dashboard', label: words.overview, Icon: IconHome, permission: null },
      { to: '/account/profile', label: words.profile, Icon: IconUser, permission: null },
      { to: '/account/security', label: words.security, Icon: IconShield, permission: null },
      { to: '/account/sessions', label: words.sessions, Icon: IconDevices, permission: null },
      { to: '/account/connections', label: words.connectedAccounts, Icon: IconLink, permission: null },
      { to: '/account/usage', label: words.usage, Icon: IconChartBar, permission: null },
      { to: '/account/data', label: words.data, Icon: IconDatabase, permission: null },
    ],
  },
  {
    id: 'console',
    title: words.console,
    places: [
      { to: '/admin', label: words.dashboard, Icon: IconLayoutDashboard, permission: 'console.open' },
      { to: '/admin/users', label: words.users, Icon: IconUsers, permission: 'users.list' },
      { to: '/admin/approvals', label: words.approvals, Icon: IconUserCheck, permission: 'users.list' },
      {
        to: '/admin/invitations',
        label: words.invitations,
        Icon: IconMailForward,
        permission: 'users.readEmail',
      },
      { to: '/admin/limits', label: words.limits, Icon: IconGauge, permission: 'limits.read' },
      { to: '/admin/audit', label: words.audit, Icon: IconHistory, permission: 'audit.read' },
      { to: '/admin/settings', label: words.settings, Icon: IconSettings, permission: 'settings.read' },
    ],
  },
] as const

export type Place = (typeof groups)[number]['places'][number]

/** The groups with the places that this role may see; a group without any is left out. */
export function placesFor(role: Role): { id: string; title: string; places: Place[] }[] {
  return groups
    .map(({ id, title, places }) => ({
      id,
      title,
      places: places.filter(({ permission }) => permission === null || hasPermission(role, permission)),
    }))
    .filter(({ places }) => places.length > 0)
}
