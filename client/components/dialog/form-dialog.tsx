import { Button, Modal } from '@mantine/core'
import type { FormEvent, ReactNode } from 'react'
import type { Failure } from '../../lib/api/failure.ts'
import { useFocusBack } from '../../lib/browser/use-focus-back.ts'
import { text } from '../../lib/text/text.ts'
import { SubmitButton } from '../control/submit-button.tsx'
import { FailureNotice } from '../notice/failure-notice.tsx'
import classes from './confirm-dialog.module.css'

interface Props {
  title: string
  confirm: string
  color?: 'danger'
  /** For a form that shows much beside its fields. */
  size?: 'lg'
  /** Of `useSubmit`. */
  submit: {
    onSubmit: (event?: FormEvent<HTMLFormElement>) => void
    pending: boolean
    failure: Failure | null
    secondsLeft: number
  }
  /** While what is asked for can be done to nothing. */
  disabled?: boolean
  children: ReactNode
  onClose: () => void
}

/** A form that opens over the page; what was typed stays until it has been taken. */
export function FormDialog({ title, confirm, color, size, submit, disabled, children, onClose }: Props) {
  useFocusBack()
  const close = () => {
    if (!submit.pending) onClose()
  }
  return (
    <Modal
      opened
      title={title}
      size={size}
      onClose={close}
      closeButtonProps={{ 'aria-label': text.common.close }}
    >
      <form onSubmit={submit.onSubmit} noValidate className={classes.form}>
        {children}
        <FailureNotice failure={submit.failure} secondsLeft={submit.secondsLeft} />
        <div className={classes.actions}>
          <Button variant="default" onClick={close}>
            {text.common.cancel}
          </Button>
          <SubmitButton
            size="sm"
            fullWidth={false}
            color={color}
            pending={submit.pending}
            secondsLeft={submit.secondsLeft}
            disabled={disabled}
          >
            {confirm}
          </SubmitButton>
        </div>
      </form>
    </Modal>
  )
}
