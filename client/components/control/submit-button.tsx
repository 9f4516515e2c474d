import type { ReactNode } from 'react'
import { duration } from '../../lib/text/format.ts'
import { text } from '../../lib/text/outside-text.ts'
import { BusyButton } from './busy-button.tsx'

interface Props {
  children: ReactNode
  pending: boolean
  secondsLeft: number
  disabled?: boolean
  color?: 'danger'
  size?: 'sm' | 'md'
  fullWidth?: boolean
}

/** The one primary act of a form: shows that it works, cannot be pressed twice, and counts a limit down. */
export function SubmitButton({
  children,
  pending,
  secondsLeft,
  disabled = false,
  color,
  size = 'md',
  fullWidth = true,
}: Props) {
  const waits = secondsLeft > 0
  return (
    <BusyButton
      type="submit"
      variant="filled"
      {...{ color, size, fullWidth, pending }}
      disabled={waits || disabled}
    >
      {waits ? text.common.again(duration(secondsLeft)) : children}
    </BusyButton>
  )
}
