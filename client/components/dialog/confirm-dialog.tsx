import { Button, Modal, TextInput } from '@mantine/core'
import { type FormEvent, type ReactNode, useRef, useState } from 'react'
import { type Failure, toFailure, waitMs } from '../../lib/api/failure.ts'
import { changedSinceText } from '../../lib/audit/changed-since.ts'
import { useFocusBack } from '../../lib/browser/use-focus-back.ts'
import { useCountdown } from '../../lib/form/use-countdown.ts'
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
  onClose: () => void
  /** Does it. What it throws is shown in the dialog, which then stays open, as it does when it answers false. */
  onConfirm: () => Promise<unknown>
}

/** Asks before something happens, names what it will touch, and stays until it has happened. */
export function ConfirmDialog(props: Props) {
  const { opened, title, children, confirm, color, typeToConfirm, onClose, onConfirm } = props
  const busy = useRef(false)
  const [pending, setPending] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const [typed, setTyped] = useState('')
  const wait = useCountdown()
  const mistyped = typeToConfirm !== undefined && typed.trim() !== typeToConfirm

  const finish = () => {
    setFailure(null)
    setTyped('')
    onClose()
  }
  const close = () => {
    if (busy.current) return
    finish()
  }
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (busy.current || mistyped || wait.secondsLeft > 0) return
    busy.current = true
    setPending(true)
    setFailure(null)
    try {
      if ((await onConfirm()) !== false) finish()
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
        <FailureNotice
          failure={failure}
          secondsLeft={wait.secondsLeft}
          sentence={failure ? changedSinceText(failure) : undefined}
        />
        <div className={classes.actions}>
          <Button variant="default" onClick={close} data-autofocus={color === 'danger' ? true : undefined}>
            {text.common.cancel}
          </Button>
          <SubmitButton
            size="sm"
            fullWidth={false}
            pending={pending}
            secondsLeft={wait.secondsLeft}
            disabled={mistyped}
            color={color}
          >
            {confirm}
          </SubmitButton>
        </div>
      </form>
    </Modal>
  )
}

/** Inside the dialog, so that it lives as long as the dialog is open. */
function FocusBack() {
  useFocusBack()
  return null
}
