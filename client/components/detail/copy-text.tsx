import { IconCheck, IconCopy } from '@tabler/icons-react'
import { useCopied } from '../../lib/browser/use-copied.ts'
import { shortenMiddle } from '../../lib/text/format.ts'
import { text } from '../../lib/text/outside-text.ts'
import classes from './copy-text.module.css'

interface Props {
  value: string
  /** Characters shown at most; the middle is left out. */
  max?: number
}

/** An id, key or address: shortened in the middle, copied whole by a click. */
export function CopyText({ value, max = 16 }: Props) {
  const { copied, copy } = useCopied()
  const Icon = copied ? IconCheck : IconCopy
  return (
    <button
      type="button"
      className={classes.root}
      title={value}
      aria-label={copied ? text.common.copied : text.common.copy(value)}
      onClick={(event) => {
        event.stopPropagation()
        copy(value)
      }}
    >
      <span>{shortenMiddle(value, max)}</span>
      <Icon
        size={13}
        stroke={1.75}
        aria-hidden="true"
        className={classes.icon}
        data-copied={copied || undefined}
      />
    </button>
  )
}
