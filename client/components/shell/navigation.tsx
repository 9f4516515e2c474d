import { IconChevronDown } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { Role } from '#shared/roles.ts'
import { text } from '../../lib/text/text.ts'
import classes from './navigation.module.css'
import { type Place, placesFor } from './navigation-places.ts'

interface Props {
  role: Role
  /** Groups that fold, where there is little room. */
  folds?: boolean
}

/** The pages that this role may see, by group. */
export function Navigation({ role, folds = false }: Props) {
  return (
    <nav aria-label={text.shell.mainNavigation} className={classes.nav}>
      {placesFor(role).map(({ id, title, places }) =>
        folds ? (
          <details key={id} open>
            <summary className={classes.group}>
              {title}
              <IconChevronDown size={14} stroke={1.75} aria-hidden="true" className={classes.chevron} />
            </summary>
            <Places places={places} />
          </details>
        ) : (
          <div key={id}>
            <p className={classes.group}>{title}</p>
            <Places places={places} />
          </div>
        ),
      )}
    </nav>
  )
}

function Places({ places }: { places: Place[] }) {
  return (
    <ul>
      {places.map(({ to, label, Icon }) => (
        <li key={to}>
          <Link
            to={to}
            className={classes.link}
            // Every page of the console lies below its first one.
            activeOptions={{ exact: to === '/admin', includeSearch: false }}
            activeProps={{ 'aria-current': 'page' }}
          >
            <Icon size={17} stroke={1.75} aria-hidden="true" />
            {label}
          </Link>
        </li>
      ))}
    </ul>
  )
}
