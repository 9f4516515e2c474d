import { IconCheck, IconCopy } from '@tabler/icons-react'
import { type MouseEvent, useEffect, useState } from 'react'
import { shortenMiddle } from '../lib/format.ts'
import { text } from '../lib/text.ts'
import classes from './copy-text.module.css'

interface Props {
  value: string
  /** Characters shown at most; the middle is left out. */
  max?: number
}

/** An id, key or address: shortened in the middle, copied whole by a click. */
export function CopyText({ value, max = 16 }: Props) {
  const [copied, setCopied] = useState(false)

  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(false), 1500)
    return () => clearTimeout(timer)
  }, [copied])

  const copy = async (event: MouseEvent) => {
    event.stopPropagation()
    // The clipboard is refused on plain http except on this machine; then there is nothing to claim.
    await navigator.clipboard?.writeText(value).then(
      () => setCopied(true),
      () => setCopied(false),
    )
  }

  const Icon = copied ? IconCheck : IconCopy
  return (
    <button
      type="button"
      className={classes.root}
      title={value}
      aria-label={copied ? text.common.copied : text.common.copy(value)}
      onClick={copy}
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
