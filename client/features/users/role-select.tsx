import { NativeSelect, type NativeSelectProps } from '@mantine/core'
import { IconCheck, IconMinus } from '@tabler/icons-react'
import { hasPermission, permissionTable, type Role } from '#shared/roles/roles.ts'
import { keysOf } from '../../lib/navigation/search-params.ts'
import { text } from '../../lib/text/text.ts'
import { wordFor } from '../../lib/text/word-for.ts'
import classes from './user-forms.module.css'

const words = text.permissions
const options = keysOf(text.common.roles).map((value) => ({ value, label: text.common.roles[value] }))

/** One of the roles. */
export function RoleSelect(props: Omit<NativeSelectProps, 'data'>) {
  return <NativeSelect label={text.common.role} data={options} {...props} />
}

/** What somebody with the role may do and what not, as the table of permissions says. */
export function RoleMeans({ role }: { role: Role }) {
  return (
    <div className={classes.means}>
      <p className={classes.meansTitle}>{words.may(text.common.roles[role])}</p>
      <ul>
        {keysOf(permissionTable).map((permission) => {
          const holds = hasPermission(role, permission)
          const Icon = holds ? IconCheck : IconMinus
          return (
            <li key={permission} className={classes.mayDo} data-holds={holds}>
              <Icon size={14} stroke={2} aria-hidden="true" />
              <span className="visually-hidden">{holds ? words.yes : words.no}</span>
              {wordFor(words.of, permission)}
            </li>
          )
        })}
      </ul>
    </div>
  )
}
