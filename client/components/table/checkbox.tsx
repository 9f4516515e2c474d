import { useEffect, useRef } from 'react'
import classes from './checkbox.module.css'

interface Props {
  label: string
  checked: boolean
  /** Some of what it stands for. */
  mixed?: boolean
  /** `range` while Shift is held. */
  onToggle: (range: boolean) => void
}

/** A box with no words of its own beside it; its name is for a screen reader, and its field is larger than the box. */
export function Checkbox({ label, checked, mixed = false, onToggle }: Props) {
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (input.current) input.current.indeterminate = mixed
  }, [mixed])
  return (
    <label className={classes.field} data-screen-only>
      <input
        ref={input}
        type="checkbox"
        className={classes.box}
        aria-label={label}
        checked={checked}
        onClick={(event) => onToggle(event.shiftKey)}
        // The click has done it already; React wants to hear of the change all the same.
        onChange={() => {}}
      />
    </label>
  )
}
