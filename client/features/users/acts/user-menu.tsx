import { Button, Menu } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'
import { Fragment } from 'react'
import type { UserSummary } from '#shared/users.ts'
import { RowMenu } from '../../../components/table/row-menu.tsx'
import { text } from '../../../lib/text/text.ts'
import classes from '../user-cells.module.css'
import type { ChosenAct } from './user-act-dialog.tsx'
import { type Actor, actsFor, type UserAct, whyNot } from './user-acts.ts'

/** The signed-in person who acts from a row, and what happens when an act is chosen. */
export interface RowActs {
  actor: Actor
  onAct: (chosen: ChosenAct) => void
}

interface Props extends RowActs {
  user: UserSummary
}

const dangerous: readonly UserAct[] = ['ban', 'refuse', 'remove', 'purge']

// What belongs together in a menu; a list's rows leave out what is done on a user's page.
const groups: readonly (readonly UserAct[])[] = [
  ['edit', 'setEmail', 'setRole'],
  ['sendPasswordReset', 'sendVerification', 'markVerified', 'unlock'],
]
const onPageOnly: readonly UserAct[] = ['setEmail', 'sendPasswordReset', 'sendVerification', 'markVerified']

function Groups({ acts, ...props }: Props & { acts: readonly UserAct[] }) {
  const grouped = groups.map((group) => acts.filter((act) => group.includes(act)))
  const rest = acts.filter((act) => !grouped.flat().includes(act))
  return [...grouped, rest]
    .filter((group) => group.length > 0)
    .map((group, index) => (
      <Fragment key={group[0]}>
        {index > 0 ? <Menu.Divider /> : null}
        <Items {...props} acts={group} />
      </Fragment>
    ))
}

function Items({ actor, user, acts, onAct }: Props & { acts: readonly UserAct[] }) {
  return acts.map((act) => {
    const reason = whyNot(actor, act, user)
    return (
      <Menu.Item
        key={act}
        disabled={reason !== null}
        data-danger={dangerous.includes(act) || undefined}
        onClick={() => onAct({ act, user })}
      >
        {text.userActs[act].item}
        {reason ? <span className={classes.reason}>{reason}</span> : null}
      </Menu.Item>
    )
  })
}

/** The acts at the end of a user's row; none when the role has none. */
export function UserRowMenu(props: Props) {
  const acts = actsFor(props.actor, props.user).filter((act) => !onPageOnly.includes(act))
  if (acts.length === 0) return null
  return (
    <RowMenu label={text.users.actionsFor(props.user.name)} width={240}>
      <Items {...props} acts={acts} />
    </RowMenu>
  )
}

/** The acts on a user's page, but for those that stand in its danger zone. */
export function UserPageMenu({ without, ...props }: Props & { without: readonly UserAct[] }) {
  const acts = actsFor(props.actor, props.user).filter((act) => !without.includes(act))
  if (acts.length === 0) return null
  return (
    <Menu position="bottom-end" width={264}>
      <Menu.Target>
        <Button
          variant="default"
          rightSection={<IconChevronDown size={14} stroke={1.75} aria-hidden="true" />}
        >
          {text.user.acts}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Groups {...props} acts={acts} />
      </Menu.Dropdown>
    </Menu>
  )
}
