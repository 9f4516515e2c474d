import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react'
import { type Failure, toFailure } from '../../lib/api/failure.ts'
import { changedSinceText } from '../../lib/audit/changed-since.ts'
import { failureText } from '../../lib/text/failure-text.ts'
import { text } from '../../lib/text/text.ts'
import classes from './toast.module.css'

interface Action {
  label: string
  onClick: () => void
}

const withActionMs = 10_000

/** Says briefly that something is done, or that it is not; an action stays long enough to be reached. */
export function toast(message: string, tone: 'good' | 'danger' = 'good', action?: Action): void {
  const Icon = tone === 'good' ? IconCircleCheck : IconAlertTriangle
  const id = crypto.randomUUID()
  const act = () => {
    notifications.hide(id)
    action?.onClick()
  }
  notifications.show({
    id,
    message: action ? (
      <span className={classes.line}>
        {message}
        <Button size="compact-sm" variant="default" onClick={act}>
          {action.label}
        </Button>
      </span>
    ) : (
      message
    ),
    icon: <Icon size={18} stroke={1.75} aria-hidden="true" />,
    autoClose: action ? withActionMs : undefined,
    closeButtonProps: { 'aria-label': text.common.close },
    'data-tone': tone,
  })
}

/** Says that something is done and offers to take it back; what `undo` throws is said too. */
export function toastUndo(message: string, undo: () => Promise<unknown>): void {
  const run = () =>
    undo().then(
      () => toast(text.components.undone),
      (error) => toast(undoFailureText(toFailure(error)), 'danger'),
    )
  toast(message, 'good', { label: text.components.undo, onClick: run })
}

const undoFailureText = (failure: Failure) => changedSinceText(failure) ?? failureText(failure)
