import type { ReactNode } from 'react'
import { Skeleton } from '../../../components/page/skeleton.tsx'
import { count } from '../../../lib/text/format.ts'
import { text } from '../../../lib/text/text.ts'
import { blockedShare, type PolicyTally, type Tally } from './overview-data.ts'
import classes from './overview-page.module.css'

const words = text.limits

interface Props {
  all: Tally
  /** The policy that blocked most. */
  most: PolicyTally | undefined
  loading: boolean
}

/** The sums of the time that is shown. */
export function OverviewFigures({ all, most, loading }: Props) {
  return (
    <dl className={classes.figures} aria-busy={loading}>
      <Figure name={words.passedCalls} loading={loading}>
        {count(all.passed, text.locale)}
      </Figure>
      <Figure name={words.blockedCalls} loading={loading}>
        {count(all.blocked, text.locale)}
      </Figure>
      <Figure name={words.blockedShare} loading={loading}>
        {blockedShare(all, text.locale)}
      </Figure>
      <Figure name={words.mostBlockedPolicy} loading={loading}>
        {most && most.blocked > 0 ? most.policy : words.none}
      </Figure>
    </dl>
  )
}

function Figure({ name, loading, children }: { name: string; loading: boolean; children: ReactNode }) {
  return (
    <div className={classes.figure}>
      <dt>{name}</dt>
      <dd className={classes.number}>{loading ? <Skeleton width={56} height={16} /> : children}</dd>
    </div>
  )
}
