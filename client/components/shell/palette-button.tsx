import { ActionIcon } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import type { Role } from '#shared/roles/roles.ts'
import { part } from '../../lib/part/part.ts'
import { text } from '../../lib/text/text.ts'
import { lazyDialog } from '../part/lazy-dialog.tsx'
import type { CommandSource } from './commands.ts'
import classes from './palette-button.module.css'

const loadPalette = part(() => import('./command-palette.tsx'))
const CommandPalette = lazyDialog(loadPalette, 'CommandPalette')
const words = text.components.palette
const isMac = /mac|iphone|ipad/i.test(navigator.platform)

interface Props {
  /** A field to look at, or on a phone an icon. */
  wide?: boolean
  onOpen: () => void
}

/** Opens the command palette for readers without a keyboard, or who do not know the key yet. */
export function PaletteButton({ wide = false, onOpen }: Props) {
  const icon = <IconSearch size={wide ? 16 : 20} stroke={1.75} aria-hidden="true" />
  if (!wide) {
    return (
      <ActionIcon aria-label={words.open} aria-haspopup="dialog" onClick={onOpen}>
        {icon}
      </ActionIcon>
    )
  }
  return (
    <button
      type="button"
      className={classes.field}
      aria-label={words.open}
      aria-haspopup="dialog"
      aria-keyshortcuts="Control+K Meta+K"
      onClick={onOpen}
      onPointerEnter={() => loadPalette().catch(() => null)}
    >
      {icon}
      <span>{words.search}</span>
      <kbd className={classes.key}>{isMac ? '⌘K' : 'Ctrl K'}</kbd>
    </button>
  )
}

/** Whether the palette is open; Ctrl or Cmd with K opens and closes it from everywhere but from within a dialog. */
export function usePalette() {
  const [opened, setOpened] = useState(false)
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey) || event.altKey) return
      event.preventDefault()
      const dialog = document.querySelector('[role="dialog"][aria-modal="true"]')
      setOpened((before) => !before && dialog === null)
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [])
  return { opened, open: () => setOpened(true), close: () => setOpened(false) }
}

interface MountProps {
  palette: ReturnType<typeof usePalette>
  role: Role
  loadCommands: CommandSource
  listKeys: () => void
  sendFeedback: () => void
}

/** The palette while it is open; its chunk comes with the first time. */
export function PaletteMount({ palette, ...props }: MountProps) {
  if (!palette.opened) return null
  return <CommandPalette {...props} onClose={palette.close} />
}
