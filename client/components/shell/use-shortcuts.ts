import { useNavigate } from '@tanstack/react-router'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import type { Role } from '#shared/roles/roles.ts'
import { usePlaces } from './navigation-places.ts'
import { areKeysOn } from './shortcuts-choice.ts'

// Between the `g` and the letter behind it.
const sequenceMs = 1500

/** Single keys from everywhere but where somebody types: `/` searches, `?` lists the keys, `g` and a letter go to a page. */
export function useShortcuts({ role, search }: { role: Role | undefined; search: () => void }) {
  const [listed, setListed] = useState(false)
  const wentAt = useRef(Number.NEGATIVE_INFINITY)
  const navigate = useNavigate()
  const groups = usePlaces(role)

  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    if (!role || !isFree(event) || !areKeysOn()) return
    const goes = performance.now() - wentAt.current < sequenceMs
    wentAt.current = Number.NEGATIVE_INFINITY
    if (goes) {
      const place = groups.flatMap(({ places }) => places).find(({ key }) => key === event.key)
      if (place) navigate({ to: place.to })
      return
    }
    if (event.key === 'g') wentAt.current = performance.now()
    if (event.key === '?') setListed(true)
    if (event.key === '/') {
      // Else it is typed into the field.
      event.preventDefault()
      focusSearch(search)
    }
  })
  useEffect(() => {
    const listener = (event: KeyboardEvent) => onKeyDown(event)
    document.addEventListener('keydown', listener)
    return () => document.removeEventListener('keydown', listener)
  }, [])
  return { listed, list: () => setListed(true), close: () => setListed(false) }
}

// Not while somebody types, and not behind a dialog, an open menu or a key that means something to the browser.
function isFree({ target, ctrlKey, metaKey, altKey, defaultPrevented, repeat }: KeyboardEvent): boolean {
  if (ctrlKey || metaKey || altKey || defaultPrevented || repeat || !(target instanceof HTMLElement))
    return false
  if (target.isContentEditable || target.closest('input, textarea, select, [role="menu"], [role="listbox"]'))
    return false
  return document.querySelector('dialog[open], [role="dialog"]') === null
}

// The page's own search box, or else the palette.
function focusSearch(search: () => void): void {
  const fields = document.querySelectorAll<HTMLInputElement>('main input[type="search"]')
  const field = [...fields].find((each) => each.checkVisibility())
  if (!field) search()
  field?.focus()
  field?.select()
}
