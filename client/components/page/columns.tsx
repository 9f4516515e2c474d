import type { ReactNode } from 'react'
import classes from './columns.module.css'

/** Two columns of sections where there is room for them, and one where there is not: the first above the second. */
export function Columns({ first, second }: { first: ReactNode; second: ReactNode }) {
  return (
    <div className={classes.columns}>
      <div className={classes.column}>{first}</div>
      <div className={classes.column}>{second}</div>
    </div>
  )
}
