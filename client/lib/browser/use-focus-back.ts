import { useEffect, useState } from 'react'

/** What gets the focus again: the button that opened a menu, since the menu's item is gone by then. */
function returnTarget(): HTMLElement | null {
  const focused = document.activeElement
  const menu = focused?.closest('[role="menu"]')
  const opener = menu ? document.getElementById(menu.getAttribute('aria-labelledby') ?? '') : focused
  return opener instanceof HTMLElement && opener !== document.body ? opener : null
}

/** Gives the focus back to where it was, for a dialog that goes away instead of being closed. */
export function useFocusBack(): void {
  const [target] = useState(returnTarget)
  useEffect(
    () => () => {
      // Once React is done: what follows in the dialog's place, or was clicked meanwhile, keeps the focus.
      requestAnimationFrame(() => {
        const taken = document.activeElement !== document.body || document.querySelector('[role="dialog"]')
        if (!taken) target?.focus({ preventScroll: true })
      })
    },
    [target],
  )
}
