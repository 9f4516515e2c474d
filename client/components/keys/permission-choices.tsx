import type { ReactNode } from 'react'
import { hasPermission, type Permission, permissionTable, type Role } from '#shared/roles/roles.ts'
import { text } from '../../lib/text/text.ts'
import { wordFor } from '../../lib/text/word-for.ts'
import classes from './keys.module.css'

const words = text.apiKeys
const permissions = Object.keys(permissionTable) as Permission[]

interface Props {
  role: Role
  chosen: readonly string[]
  error: ReactNode
  onChange: (chosen: string[]) => void
}

/** Of what the role holds, what a key may do. */
export function PermissionChoices({ role, chosen, error, onChange }: Props) {
  const held = permissions.filter((permission) => hasPermission(role, permission))
  if (held.length === 0) return <p className={classes.hint}>{words.noPermissions}</p>
  return (
    <fieldset className={classes.choices}>
      <legend>{words.permissions}</legend>
      <p className={classes.hint}>{words.permissionsHint}</p>
      {held.map((permission) => (
        <label key={permission} className={classes.choice}>
          <input
            type="checkbox"
            checked={chosen.includes(permission)}
            onChange={({ currentTarget: { checked } }) =>
              onChange(checked ? [...chosen, permission] : chosen.filter((each) => each !== permission))
            }
          />
          {wordFor(text.permissions.of, permission)}
        </label>
      ))}
      {error ? <p role="alert">{error}</p> : null}
    </fieldset>
  )
}
