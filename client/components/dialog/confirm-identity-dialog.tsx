import { useRef, useState } from 'react'
import { useAuth } from '../../lib/api/auth.tsx'
import { toFailure } from '../../lib/api/failure.ts'
import { failureText } from '../../lib/text/failure-text.ts'
import { text } from '../../lib/text/text.ts'
import { PasswordField } from '../control/password-field.tsx'
import { ConfirmDialog } from './confirm-dialog.tsx'
import classes from './confirm-identity.module.css'

const words = text.components.confirmIdentity

interface Props {
  confirm: (password: string) => Promise<unknown>
  onAnswer: (confirmed: boolean) => void
}

/** Asks for the password again, or leads to signing in again. */
export function PasswordDialog({ confirm, onAnswer }: Props) {
  const auth = useAuth()
  const [password, setPassword] = useState('')
  const [error, setError] = useState<string | null>(null)
  const confirmed = useRef(false)

  const submit = async () => {
    setError(null)
    try {
      await confirm(password)
      confirmed.current = true
    } catch (thrown) {
      const failure = toFailure(thrown)
      const kind = failure.reason?.kind
      if (kind !== 'password-needed' && kind !== 'wrong-password') throw thrown
      setError(failureText(failure))
      return false
    }
  }
  const signInAgain = async () => {
    await auth.signOut()
    location.assign(`/login?${new URLSearchParams({ next: location.pathname + location.search })}`)
  }
  return (
    <ConfirmDialog
      opened
      title={words.title}
      confirm={words.confirm}
      onClose={() => onAnswer(confirmed.current)}
      onConfirm={submit}
    >
      <p>{words.lead}</p>
      <PasswordField
        autoComplete="current-password"
        value={password}
        error={error}
        data-autofocus
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      <p className={classes.other}>
        {words.otherWay}{' '}
        <button type="button" className={classes.link} onClick={() => signInAgain().catch(() => null)}>
          {words.signInAgain}
        </button>
      </p>
    </ConfirmDialog>
  )
}
