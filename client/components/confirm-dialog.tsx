import { Button, Modal } from '@mantine/core'
import { type FormEvent, type ReactNode, useRef, useState } from 'react'
import { type Failure, toFailure, waitMs } from '../lib/failure.ts'
import { text } from '../lib/text.ts'
import { useCountdown } from '../lib/use-countdown.ts'
import classes from './confirm-dialog.module.css'
import { FailureNotice } from './failure-notice.tsx'
import { SubmitButton } from './submit-button.tsx'

interface Props {
  opened: boolean
  title: string
  children: ReactNode
  confirm: string
  color?: 'danger'
  onClose: () => void
  /** Does it. What it throws is shown in the dialog, which then stays open, as it does when it answers false. */
  onConfirm: () => Promise<unknown>
}

/** Asks before something happens, names what it will touch, and stays until it has happened. */
export function ConfirmDialog({ opened, title, children, confirm, color, onClose, onConfirm }: Props) {
  const busy = useRef(false)
  const [pending, setPending] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const wait = useCountdown()

  const close = () => {
    if (busy.current) return
    setFailure(null)
    onClose()
  }
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (busy.current || wait.secondsLeft > 0) return
    busy.current = true
    setPending(true)
    setFailure(null)
    try {
      if ((await onConfirm()) !== false) onClose()
    } catch (error) {
      const found = toFailure(error)
      wait.start(waitMs(found) ?? 0)
      setFailure(found)
    } finally {
      busy.current = false
      setPending(false)
    }
  }

  return (
    <Modal {...{ opened, title }} onClose={close} closeButtonProps={{ 'aria-label': text.common.close }}>
      <form onSubmit={submit} className={classes.form}>
        <div className={classes.text}>{children}</div>
        <FailureNotice failure={failure} secondsLeft={wait.secondsLeft} />
        <div className={classes.actions}>
          <Button variant="default" onClick={close} data-autofocus={color === 'danger' ? true : undefined}>
            {text.common.cancel}
          </Button>
          <SubmitButton
            size="sm"
            fullWidth={false}
            pending={pending}
            secondsLeft={wait.secondsLeft}
            color={color}
          >
            {confirm}
          </SubmitButton>
        </div>
      </form>
    </Modal>
  )
}
