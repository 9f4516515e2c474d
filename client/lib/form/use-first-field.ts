import { useEffect, useRef } from 'react'

/**
 * Puts the cursor into the first field of a form that is all of its page. Not where one touches: a keyboard would cover
 * half of the page before it was read.
 */
export function useFirstField(wanted: boolean) {
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => {
    if (!wanted || !window.matchMedia('(hover: hover) and (pointer: fine)').matches) return
    form.current?.querySelector<HTMLInputElement>('input:not([readonly])')?.focus()
  }, [wanted])
  return form
}
