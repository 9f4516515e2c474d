import type { TablerIcon } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import classes from './item-row.module.css'
import { Skeleton } from './skeleton.tsx'

interface Props {
  Icon: TablerIcon
  name: string
  /** A word about its state, beside the name. */
  status?: ReactNode
  /** What else there is to know, each part on its own when there is little room. */
  second?: ReactNode
  /** What can be done with it. */
  end?: ReactNode
  /** `end` needs a line of its own on a phone. */
  wideEnd?: boolean
}

export function ItemRows({ children }: { children: ReactNode }) {
  return <ul className={classes.rows}>{children}</ul>
}

/** One thing of mine in a list of few: a session, a passkey, a connected account. */
export function ItemRow({ Icon, name, status, second, end, wideEnd }: Props) {
  return (
    <li className={classes.row}>
      <Icon size={20} stroke={1.5} aria-hidden="true" className={classes.icon} />
      <div className={classes.words}>
        <p className={classes.name}>
          {name}
          {status}
        </p>
        {second ? <p className={classes.second}>{second}</p> : null}
      </div>
      {end ? (
        <div className={classes.end} data-wide={wideEnd || undefined}>
          {end}
        </div>
      ) : null}
    </li>
  )
}

/** Room for so many rows while they load. */
export function LoadingRows({ amount }: { amount: number }) {
  return (
    <ul className={classes.rows} aria-busy="true">
      {Array.from({ length: amount }, (_, index) => `row-${index}`).map((key) => (
        <li key={key} className={classes.row}>
          <Skeleton width={20} height={20} />
          <div className={classes.words}>
            <p className={classes.name}>
              <Skeleton width={140} />
            </p>
            <p className={classes.second}>
              <Skeleton width={220} />
            </p>
          </div>
        </li>
      ))}
    </ul>
  )
}
