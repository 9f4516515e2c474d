import { Popover, UnstyledButton } from '@mantine/core'
import { IconApi, IconLogout, IconMessage, IconSelector, IconUser } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { SessionUser } from '#shared/users.ts'
import { useSignOut } from '../../lib/navigation/use-sign-out.ts'
import { text } from '../../lib/text/text.ts'
import { ColorSchemeSwitch } from '../control/color-scheme-switch.tsx'
import { Avatar } from '../detail/avatar.tsx'
import { toast } from '../notice/toast.tsx'
import classes from './account-menu.module.css'

interface Props {
  user: SessionUser
  /** With the name beside the picture. */
  wide?: boolean
  /** Null for an admin who acts as the user. */
  onFeedback: (() => void) | null
}

/** The signed-in user, the colour scheme, and the way out. */
export function AccountMenu({ user, wide = false, onFeedback }: Props) {
  const [opened, setOpened] = useState(false)
  const signOut = useSignOut(() => toast(text.shell.signOutFailed, 'danger'))
  return (
    <Popover
      {...{ opened, onChange: setOpened }}
      position={wide ? 'top-start' : 'bottom-end'}
      width={232}
      shadow="md"
      transitionProps={{ duration: 120 }}
      trapFocus
    >
      <Popover.Target>
        <UnstyledButton
          className={classes.button}
          aria-label={text.shell.accountMenu(user.name)}
          onClick={() => setOpened(!opened)}
        >
          <Avatar name={user.name} image={user.image} />
          {wide ? (
            <>
              <span className={classes.lines}>
                <span className={classes.name}>{user.name}</span>
                <span className={classes.role}>{text.common.roles[user.role]}</span>
              </span>
              <IconSelector size={16} stroke={1.75} aria-hidden="true" />
            </>
          ) : null}
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown aria-label={text.shell.account}>
        <div className={classes.who}>
          <span className={classes.name}>{user.name}</span>
          <span className={classes.role}>{user.email}</span>
        </div>
        <Link to="/account/profile" className={classes.item} onClick={() => setOpened(false)} data-autofocus>
          <IconUser size={16} stroke={1.75} aria-hidden="true" />
          {text.shell.profile}
        </Link>
        <Link to="/api/docs" className={classes.item} onClick={() => setOpened(false)}>
          <IconApi size={16} stroke={1.75} aria-hidden="true" />
          {text.shell.api}
        </Link>
        {onFeedback ? (
          <button
            type="button"
            className={classes.item}
            onClick={() => {
              setOpened(false)
              onFeedback()
            }}
          >
            <IconMessage size={16} stroke={1.75} aria-hidden="true" />
            {text.shell.sendFeedback}
          </button>
        ) : null}
        <div className={classes.scheme}>
          <span>{text.common.colorScheme}</span>
          <ColorSchemeSwitch />
        </div>
        <button type="button" className={classes.item} onClick={signOut}>
          <IconLogout size={16} stroke={1.75} aria-hidden="true" />
          {text.shell.signOut}
        </button>
      </Popover.Dropdown>
    </Popover>
  )
}
