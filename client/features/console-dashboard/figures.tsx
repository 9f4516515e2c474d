import type { ReactNode } from 'react'
import { Skeleton } from '../../components/page/skeleton.tsx'
import { count } from '../../lib/text/format.ts'
import { text } from '../../lib/text/text.ts'
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
  /** The number, what it was in the same time before, and which time that is. */
  before?: { number: number; was: number; time: string }
  /** The number as a link to where it comes from. */
  children?: (number: string) => ReactNode
}

export function Figure({ name, value, before, children = (number) => number }: FigureProps) {
  return (
    <div className={classes.figure}>
      <dt>{name}</dt>
      <dd className={classes.number}>
        {value === undefined ? <Skeleton width={48} height={16} /> : children(value)}
        <span className={classes.before} title={before?.time}>
          {before ? compared(before) : null}
        </span>
      </dd>
    </div>
  )
}

function compared({ number, was }: { number: number; was: number }): string {
  const difference = number - was
  const words = text.consoleDashboard.compared
  if (difference === 0) return words.same
  return (difference > 0 ? words.more : words.fewer)(count(Math.abs(difference), text.locale))
}
