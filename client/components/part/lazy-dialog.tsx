import { useEffect, useEffectEvent } from 'react'
import { toFailure } from '../../lib/api/failure.ts'
import { failureText } from '../../lib/text/failure-text.ts'
import { text } from '../../lib/text/text.ts'
import { toast } from '../notice/toast.tsx'
import { ProgressLine } from '../page/progress-line.tsx'
import { lazyComponent } from './lazy-component.tsx'

/**
 * A dialog that is loaded when it is first asked for, with its form, its rules and their library. When it cannot be, a
 * toast says so and offers Retry, and the page below it stays as it is.
 */
export const lazyDialog = <Module extends Record<string, unknown>, Name extends keyof Module>(
  load: () => Promise<Module>,
  name: Name,
) =>
  lazyComponent({ load, name, Missing: MissingToast, waiting: <ProgressLine label={text.common.loading} /> })

interface Props {
  error: unknown
  onRetry: () => void
  onClose?: () => void
}

// Stays until it is answered: as long as it does, the page believes the dialog to be open.
function MissingToast({ error, onRetry, onClose }: Props) {
  const say = useEffectEvent(() =>
    toast(failureText(toFailure(error)), 'danger', {
      label: text.common.retry,
      onClick: onRetry,
      onLeave: () => onClose?.(),
    }),
  )
  useEffect(() => say(), [])
  return null
}
