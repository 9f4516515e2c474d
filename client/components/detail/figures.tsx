import type { ReactNode } from 'react'
import { Skeleton } from '../page/skeleton.tsx'
import classes from './figures.module.css'

/** A row of numbers that sum up what is below them. */
export function Figures({ busy, children }: { busy: boolean; children: ReactNode }) {
  return (
    <dl className={classes.figures} aria-busy={busy}>
      {children}
    </dl>
  )
}

interface FigureProps {
  name: string
  /** Undefined while it is not known. */
  value: string | undefined
  /** What there is to say of the number, in a line below it; an empty one keeps its room. */
  second?: string | undefined
  /** What stands behind that line, for who asks. */
  title?: string | undefined
  /** The number as a link to where it comes from. */
  children?: (number: string) => ReactNode
}

export function Figure({ name, value, second, title, children = (number) => number }: FigureProps) {
  return (
    <div className={classes.figure}>
      <dt>{name}</dt>
      <dd className={classes.number}>
        {value === undefined ? <Skeleton width={48} height={16} /> : children(value)}
        {second === undefined ? null : (
          <span className={classes.second} title={title}>
            {second}
          </span>
        )}
      </dd>
    </div>
  )
}
