import { IconGauge, IconHome, IconUser, IconUsers } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { hasPermission, type Permission, type Role } from '#shared/roles.ts'
import { text } from '../lib/text.ts'
import classes from './navigation.module.css'

const words = text.shell

const groups = [
  {
    title: words.account,
    links: [
      { to: '/dashboard', label: words.overview, Icon: IconHome, permission: null },
      { to: '/account/profile', label: words.profile, Icon: IconUser, permission: null },
    ],
  },
  {
    title: words.console,
    links: [
      { to: '/admin/users', label: words.users, Icon: IconUsers, permission: 'users.list' },
      { to: '/admin/limits', label: words.limits, Icon: IconGauge, permission: 'limits.read' },
    ],
  },
] as const

/** The pages that this role may see, by group. */
export function Navigation({ role }: { role: Role }) {
  const mayOpen = (permission: Permission | null) => permission === null || hasPermission(role, permission)
  return (
    <nav aria-label={words.mainNavigation} className={classes.nav}>
      {groups.map(({ title, links }) => {
        const open = links.filter(({ permission }) => mayOpen(permission))
        if (open.length === 0) return null
        return (
          <div key={title}>
            <p className={classes.group}>{title}</p>
            <ul>
              {open.map(({ to, label, Icon }) => (
                <li key={to}>
                  <Link to={to} className={classes.link} activeProps={{ 'aria-current': 'page' }}>
                    <Icon size={17} stroke={1.75} aria-hidden="true" />
                    {label}
                  </Link>
                </li>
              ))}
            </ul>
          </div>
        )
      })}
    </nav>
  )
}
