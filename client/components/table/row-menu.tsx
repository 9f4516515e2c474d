import { ActionIcon, Menu } from '@mantine/core'
import { IconDots } from '@tabler/icons-react'
import { type ReactNode, useEffect, useState } from 'react'

interface Props {
  /** Whose acts these are: "Actions for Ada". */
  label: string
  /** `Menu.Item`s, and dividers between them. */
  children: ReactNode
  width?: number
}

const dots = <IconDots size={18} stroke={1.75} aria-hidden="true" />

/** The acts at the end of a row. A long list has many of them, so the menu itself is made when it is first opened. */
export function RowMenu({ label, children, width = 200 }: Props) {
  const [made, setMade] = useState(false)
  if (made) return <OpenMenu {...{ label, children, width }} />
  return (
    <ActionIcon aria-label={label} aria-haspopup="menu" aria-expanded={false} onClick={() => setMade(true)}>
      {dots}
    </ActionIcon>
  )
}

function OpenMenu({ label, children, width }: Props) {
  const [opened, setOpened] = useState(false)
  // Not from the beginning: the focus must be on the button first, so that it comes back there.
  useEffect(() => setOpened(true), [])
  return (
    <Menu {...{ opened, width }} onChange={setOpened} position="bottom-end">
      <Menu.Target>
        <ActionIcon aria-label={label} autoFocus>
          {dots}
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>{children}</Menu.Dropdown>
    </Menu>
  )
}
