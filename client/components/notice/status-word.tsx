import type { Tone } from './notice.tsx'
import classes from './status-word.module.css'

/** A dot with its word: the colour never stands alone. */
export function StatusWord({ tone, children }: { tone: Tone; children: string }) {
  return (
    <span className={classes.root} data-tone={tone}>
      <span className={classes.dot} aria-hidden="true" />
      {children}
    </span>
  )
}
