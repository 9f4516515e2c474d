import classes from './skeleton.module.css'

/** Room for what is loading, of the size it will have. */
export function Skeleton({ width, height = 12 }: { width: number | string; height?: number }) {
  return <span className={classes.root} style={{ width, height }} aria-hidden="true" />
}
