import { Button } from '@mantine/core'
import { useState } from 'react'
import type { SessionUser } from '#shared/users.ts'
import { PasswordField } from '../../../components/control/password-field.tsx'
import { ConfirmDialog } from '../../../components/dialog/confirm-dialog.tsx'
import { AuthRefusal } from '../../../lib/api/auth.tsx'
import { toFailure } from '../../../lib/api/failure.ts'
import { trpc } from '../../../lib/api/trpc.ts'
import { failureText } from '../../../lib/text/failure-text.ts'
import { text } from '../../../lib/text/text.ts'
import { useHasPassword } from '../use-account-queries.ts'
import classes from './delete-account.module.css'

const words = text.profile

/** Deletes my account, after saying what that means and having its e-mail typed. */
export function DeleteAccount({ user }: { user: SessionUser }) {
  const [opened, setOpened] = useState(false)
  return (
    <>
      <Button variant="default" color="danger" onClick={() => setOpened(true)}>
        {words.delete}
      </Button>
      {opened ? <DeleteDialog user={user} onClose={() => setOpened(false)} /> : null}
    </>
  )
}

function DeleteDialog({ user, onClose }: { user: SessionUser; onClose: () => void }) {
  const deletion = useDeletion()
  return (
    <ConfirmDialog
      opened
      title={words.deleteHeading(user.name)}
      confirm={words.deleteConfirm}
      color="danger"
      typeToConfirm={user.email}
      onClose={onClose}
      onConfirm={deletion.confirm}
    >
      <ul className={classes.means}>
        {words.deleteMeans.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      {deletion.hasPassword ? (
        <PasswordField
          autoComplete="current-password"
          value={deletion.password}
          error={deletion.error}
          onChange={(event) => deletion.setPassword(event.currentTarget.value)}
        />
      ) : null}
    </ConfirmDialog>
  )
}

function useDeletion() {
  const deleteMe = trpc.users.deleteMe.useMutation()
  const hasPassword = useHasPassword()
  const [password, setPassword] = useState('')
  const [error, setError] = useState<string | null>(null)

  const confirm = async () => {
    setError(hasPassword && password === '' ? text.failures.passwordNeeded : null)
    if (hasPassword && password === '') return false
    try {
      await deleteMe.mutateAsync(hasPassword ? { password } : {})
    } catch (thrown) {
      const failure = toFailure(thrown)
      const kind = failure.reason?.kind
      // An account without a password proves its owner by a new sign-in.
      if (kind === 'password-needed')
        throw new AuthRefusal(failure.status, { message: words.deleteSignInAgain })
      if (kind !== 'wrong-password') throw thrown
      setError(failureText(failure))
      return false
    }
    // A fresh page, so that nothing of this person stays in memory.
    location.assign('/login')
  }
  return { hasPassword, password, setPassword, error, confirm }
}
