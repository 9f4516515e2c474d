import type { ReactNode } from 'react'
import { Skeleton } from '../../components/page/skeleton.tsx'
import classes from './console-dashboard-page.module.css'

/** A row of numbers above the chart that they sum up. */
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
  /** The number as a link to where it comes from. */
  children?: (number: string) => ReactNode
}

export function Figure({ name, value, children = (number) => number }: FigureProps) {
  return (
    <div className={classes.figure}>
      <dt>{name}</dt>
      <dd className={classes.number}>
        {value === undefined ? <Skeleton width={48} height={16} /> : children(value)}
      </dd>
    </div>
  )
}
