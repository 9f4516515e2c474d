import {
  IconAlertTriangle,
  IconCircleCheck,
  IconHourglass,
  IconInfoCircle,
  IconLock,
} from '@tabler/icons-react'
import type { ReactNode } from 'react'
import classes from './notice.module.css'

export type Tone = 'good' | 'waiting' | 'blocked' | 'danger' | 'plain'

const icons = {
  good: IconCircleCheck,
  waiting: IconHourglass,
  blocked: IconLock,
  danger: IconAlertTriangle,
  plain: IconInfoCircle,
}

interface Props {
  tone: Tone
  title?: string
  children?: ReactNode
  /** What to do about it, at the end. */
  action?: ReactNode
  /** Whether a screen reader interrupts itself for it: for what just failed. */
  urgent?: boolean
}

/** A calm strip that says one thing: an icon beside the colour, a sentence, at most one act. */
export function Notice({ tone, title, children, action, urgent = false }: Props) {
  const Icon = icons[tone]
  return (
    <div className={classes.root} data-tone={tone} role={urgent ? 'alert' : 'status'}>
      <Icon size={18} stroke={1.75} aria-hidden="true" className={classes.icon} />
      <div className={classes.body}>
        {title ? <p className={classes.title}>{title}</p> : null}
        {children ? <div className={classes.text}>{children}</div> : null}
      </div>
      {action ? <div className={classes.action}>{action}</div> : null}
    </div>
  )
}
