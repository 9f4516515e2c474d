import type { ReactNode } from 'react'
import classes from './field-pair.module.css'

/** Two fields that belong together, side by side where there is room. */
export const FieldPair = ({ children }: { children: ReactNode }) => (
  <div className={classes.pair}>{children}</div>
)
