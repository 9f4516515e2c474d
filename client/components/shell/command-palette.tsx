import { useMantineColorScheme } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import type { Role } from '#shared/roles/roles.ts'
import { useSignOut } from '../../lib/navigation/use-sign-out.ts'
import { text } from '../../lib/text/text.ts'
import { toast } from '../notice/toast.tsx'
import classes from './command-palette.module.css'
import type { Command, CommandSource } from './commands.ts'
import { PaletteList } from './palette-list.tsx'
import { usePaletteItems } from './use-palette-items.ts'

const words = text.components.palette

interface Props {
  role: Role
  loadCommands: CommandSource
  listKeys: () => void
  sendFeedback: () => void
  onClose: () => void
}

/** Pages, people and actions by a few letters. The browser's own dialog keeps the focus inside and gives it back. */
export function CommandPalette({ onClose, ...props }: Props) {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => dialog.current?.showModal(), [])
  return (
    // Escape closes it by itself; a click beside the panel lands on the dialog.
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape is the keyboard's way
    <dialog
      ref={dialog}
      className={classes.dialog}
      aria-label={words.open}
      onClose={onClose}
      onClick={(event) => {
        if (event.target === dialog.current) dialog.current.close()
      }}
    >
      <Palette {...props} onDone={() => dialog.current?.close()} />
    </dialog>
  )
}

function Palette({ role, loadCommands, onDone, ...tools }: Omit<Props, 'onClose'> & { onDone: () => void }) {
  const listId = useId()
  const navigate = useNavigate()
  const { setColorScheme } = useMantineColorScheme()
  const signOut = useSignOut(() => toast(text.shell.signOutFailed, 'danger'))
  const [typed, setTyped] = useState('')
  const [chosen, setChosen] = useState(0)
  const { groups, searching } = usePaletteItems({ role, typed, loadCommands })
  const items = groups.flatMap((group) => group.items)
  const active = Math.min(chosen, items.length - 1)

  const run = (command: Command | undefined) => {
    if (!command) return
    // First, so that a page that opens gets the focus and not what had it before the palette.
    onDone()
    command.run({ navigate, setColorScheme, signOut, ...tools })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const next = { ArrowDown: active + 1, ArrowUp: active - 1, Home: 0, End: items.length - 1 }[event.key]
    if (event.key === 'Enter') run(items[active])
    else if (next === undefined || items.length === 0) return
    else setChosen((next + items.length) % items.length)
    event.preventDefault()
  }
  return (
    <div className={classes.panel}>
      <div className={classes.field}>
        <IconSearch size={18} stroke={1.75} aria-hidden="true" />
        <input
          className={classes.input}
          type="text"
          role="combobox"
          aria-label={words.label}
          aria-expanded="true"
          aria-controls={listId}
          aria-activedescendant={items[active] ? `${listId}-${active}` : undefined}
          aria-autocomplete="list"
          placeholder={words.placeholder}
          autoComplete="off"
          spellCheck={false}
          maxLength={255}
          // biome-ignore lint/a11y/noAutofocus: the dialog was opened to type into it
          autoFocus
          value={typed}
          onChange={(event) => {
            setTyped(event.currentTarget.value)
            setChosen(0)
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      <PaletteList id={listId} groups={groups} active={active} onPoint={setChosen} onRun={run} />
      {items.length === 0 ? (
        <p className={classes.none} role="status">
          {searching ? words.searching : words.none(typed.trim())}
        </p>
      ) : null}
    </div>
  )
}
