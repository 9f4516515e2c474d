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
  /** Runs when the toast is closed instead. With it the toast stays until it is answered. */
  onLeave?: () => void
}

const withActionMs = 10_000

/**
 * Says briefly that something is done, or that it is not; an action stays long enough to be reached. Answers how to
 * take the toast away unanswered.
 */
export function toast(
  message: string,
  tone: 'good' | 'danger' = 'good',
  action?: Action,
  id?: string,
): () => void {
  const Icon = tone === 'good' ? IconCircleCheck : IconAlertTriangle
  let answered = false
  const hide = () => {
    answered = true
    notifications.hide(shown)
  }
  const act = () => {
    hide()
    action?.onClick()
  }
  const shown = notifications.show({
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
    autoClose: action?.onLeave ? false : action ? withActionMs : undefined,
    onClose: () => {
      if (!answered) action?.onLeave?.()
    },
    closeButtonProps: { 'aria-label': text.common.close },
    'data-tone': tone,
  })
  return hide
}

/** Says that the act of this row of the log is done and offers to take it back; what `undo` throws is said too. */
export function toastUndo(message: string, auditId: string, undo: () => Promise<unknown>): void {
  const run = () =>
    undo().then(
      () => toast(text.components.undone),
      (error) => toast(undoFailureText(toFailure(error)), 'danger'),
    )
  toast(message, 'good', { label: text.components.undo, onClick: run }, undoToast(auditId))
}

const undoToast = (auditId: string) => `undo ${auditId}`

/** Offers the undo of an act no longer, since it was taken back elsewhere on the page. */
export function dropUndo(auditId: string): void {
  notifications.hide(undoToast(auditId))
}

const undoFailureText = (failure: Failure) => changedSinceText(failure) ?? failureText(failure)
