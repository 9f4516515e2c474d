import { Button } from '@mantine/core'
import { useState } from 'react'
import type { SessionUser } from '#shared/users.ts'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { PasswordField } from '../../components/password-field.tsx'
import { toFailure } from '../../lib/failure.ts'
import { failureText } from '../../lib/failure-text.ts'
import { text } from '../../lib/text.ts'
import { trpc } from '../../lib/trpc.ts'
import classes from './profile-page.module.css'

const words = text.profile

/** Deletes my account, after saying what that means. */
export function DeleteAccount({ user }: { user: SessionUser }) {
  const [opened, setOpened] = useState(false)
  const [password, setPassword] = useState('')
  const [passwordError, setPasswordError] = useState<string | null>(null)
  const deleteMe = trpc.users.deleteMe.useMutation()

  const close = () => {
    setOpened(false)
    setPassword('')
    setPasswordError(null)
  }
  const confirm = async () => {
    setPasswordError(null)
    try {
      await deleteMe.mutateAsync(password === '' ? {} : { password })
    } catch (error) {
      const failure = toFailure(error)
      const kind = failure.reason?.kind
      if (kind !== 'password-needed' && kind !== 'wrong-password') throw error
      setPasswordError(failureText(failure))
      return false
    }
    // A fresh page, so that nothing of this person stays in memory.
    location.assign('/login')
  }

  return (
    <>
      <Button variant="default" color="danger" onClick={() => setOpened(true)}>
        {words.delete}
      </Button>
      <ConfirmDialog
        opened={opened}
        title={words.deleteHeading(user.name)}
        confirm={words.deleteConfirm}
        color="danger"
        onClose={close}
        onConfirm={confirm}
      >
        <ul className={classes.means}>
          {words.deleteMeans.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
        <PasswordField
          description={words.deletePasswordHint}
          autoComplete="current-password"
          value={password}
          error={passwordError}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
      </ConfirmDialog>
    </>
  )
}
