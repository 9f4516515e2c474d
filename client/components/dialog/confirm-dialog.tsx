import { Button, Modal, TextInput } from '@mantine/core'
import { type FormEvent, type ReactNode, useState } from 'react'
import { changedSinceText } from '../../lib/audit/changed-since.ts'
import { useFocusBack } from '../../lib/browser/use-focus-back.ts'
import { type Attempt, useAttempt } from '../../lib/form/use-attempt.ts'
import { text } from '../../lib/text/text.ts'
import { SubmitButton } from '../control/submit-button.tsx'
import { FailureNotice } from '../notice/failure-notice.tsx'
import classes from './confirm-dialog.module.css'

interface Props {
  opened: boolean
  title: string
  children: ReactNode
  confirm: string
  color?: 'danger'
  /** What must be typed first, for what nobody can take back: the name of what is lost. */
  typeToConfirm?: string
  /** While what is asked for can be done to nothing. */
  disabled?: boolean
  onClose: () => void
  /** Does it. What it throws is shown in the dialog, which then stays open, as it does when it answers false. */
  onConfirm: () => Promise<unknown>
}

/** Asks before something happens, names what it will touch, and stays until it has happened. */
export function ConfirmDialog(props: Props) {
  const {
    opened,
    title,
    children,
    confirm,
    color,
    typeToConfirm,
    disabled = false,
    onClose,
    onConfirm,
  } = props
  const attempt = useAttempt()
  const [typed, setTyped] = useState('')
  const refused = disabled || (typeToConfirm !== undefined && typed.trim() !== typeToConfirm)

  const finish = () => {
    attempt.setFailure(null)
    setTyped('')
    onClose()
  }
  const close = () => {
    if (!attempt.isBusy()) finish()
  }
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (refused) return
    await attempt.run(async () => {
      if ((await onConfirm()) !== false) finish()
    })
  }
  return (
    <Modal {...{ opened, title }} onClose={close} closeButtonProps={{ 'aria-label': text.common.close }}>
      <FocusBack />
      <form onSubmit={submit} className={classes.form}>
        <div className={classes.text}>{children}</div>
        {typeToConfirm === undefined ? null : (
          <TextInput
            label={text.components.typeToConfirm(typeToConfirm)}
            autoComplete="off"
            spellCheck={false}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
        )}
        <ConfirmEnd {...{ attempt, confirm, color, refused }} onCancel={close} />
      </form>
    </Modal>
  )
}

interface EndProps extends Pick<Props, 'confirm' | 'color'> {
  attempt: Attempt
  refused: boolean
  onCancel: () => void
}

function ConfirmEnd({ attempt, confirm, color, refused, onCancel }: EndProps) {
  const { failure, pending, secondsLeft } = attempt
  return (
    <>
      <FailureNotice
        {...{ failure, secondsLeft }}
        sentence={failure ? changedSinceText(failure) : undefined}
      />
      <div className={classes.actions}>
        <Button variant="default" onClick={onCancel} data-autofocus={color === 'danger' ? true : undefined}>
          {text.common.cancel}
        </Button>
        <SubmitButton size="sm" fullWidth={false} {...{ pending, secondsLeft, color }} disabled={refused}>
          {confirm}
        </SubmitButton>
      </div>
    </>
  )
}

/** Rendered inside the dialog, so that it lives as long as the dialog is open. */
function FocusBack() {
  useFocusBack()
  return null
}
