import { IconChevronDown } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { Role } from '#shared/roles/roles.ts'
import { text } from '../../lib/text/text.ts'
import classes from './navigation.module.css'
import { type Place, usePlaces } from './navigation-places.ts'

interface Props {
  role: Role
  /** Groups that fold, where there is little room. */
  folds?: boolean
}

/** The pages that this role may see, by group. */
export function Navigation({ role, folds = false }: Props) {
  const groups = usePlaces(role)
  // A page with others below it is the current one at its own address only.
  const all = groups.flatMap(({ places }) => places.map(({ to }) => to))
  const isExact = (to: string) => all.some((each) => each.startsWith(`${to}/`))
  return (
    <nav aria-label={text.shell.mainNavigation} className={classes.nav}>
      {groups.map(({ id, title, places }) =>
        folds ? (
          <details key={id} open>
            <summary className={classes.group}>
              {title}
              <IconChevronDown size={14} stroke={1.75} aria-hidden="true" className={classes.chevron} />
            </summary>
            <Places {...{ places, isExact }} />
          </details>
        ) : (
          <div key={id}>
            <p className={classes.group}>{title}</p>
            <Places {...{ places, isExact }} />
          </div>
        ),
      )}
    </nav>
  )
}

function Places({ places, isExact }: { places: Place[]; isExact: (to: string) => boolean }) {
  return (
    <ul>
      {places.map(({ to, label, Icon, Badge }) => (
        <li key={to}>
          <Link
            to={to}
            className={classes.link}
            activeOptions={{ exact: isExact(to), includeSearch: false }}
            activeProps={{ 'aria-current': 'page' }}
          >
            <Icon size={17} stroke={1.75} aria-hidden="true" />
            {label}
            {Badge ? <Badge /> : null}
          </Link>
        </li>
      ))}
    </ul>
  )
}
