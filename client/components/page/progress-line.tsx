import classes from './progress-line.module.css'

/** On top of the window while something that was asked for is on its way; it takes no room. */
export function ProgressLine({ label }: { label: string }) {
  return <div className={classes.line} role="progressbar" aria-label={label} />
}
