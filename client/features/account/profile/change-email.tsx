import { Button, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useState } from 'react'
import { z } from 'zod'
import { emailSchema, type SessionUser } from '#shared/users.ts'
import { useConfirmedIdentity } from '../../../components/dialog/confirm-identity.tsx'
import { FormDialog } from '../../../components/dialog/form-dialog.tsx'
import { Notice } from '../../../components/notice/notice.tsx'
import { StatusWord } from '../../../components/notice/status-word.tsx'
import { toast } from '../../../components/notice/toast.tsx'
import { Section } from '../../../components/page/page.tsx'
import { useSubmit } from '../../../lib/form/use-submit.ts'
import { validateWith } from '../../../lib/form/validate-with.ts'
import { text } from '../../../lib/text/text.ts'
import { useAccountAuth } from '../account-auth.ts'
import classes from '../security.module.css'

const words = text.security

/** My address, and the way to another one. */
export function EmailSection({ user }: { user: SessionUser }) {
  const [opened, setOpened] = useState(false)
  return (
    <>
      <Section
        title={words.emailTitle}
        lead={
          <span className={classes.email}>
            {user.email}
            <StatusWord tone={user.emailVerified ? 'good' : 'waiting'}>
              {user.emailVerified ? text.dashboard.verifiedEmail : text.dashboard.unverifiedEmail}
            </StatusWord>
          </span>
        }
        actions={
          <Button variant="default" onClick={() => setOpened(true)}>
            {words.changeEmail}
          </Button>
        }
      />
      {opened ? <ChangeDialog user={user} onClose={() => setOpened(false)} /> : null}
    </>
  )
}

/** Where the change to `newEmail` stands, for a reader who comes back by the link of one of its two mails. */
export function EmailNotice({ user, newEmail }: { user: SessionUser; newEmail: string }) {
  const done = user.email === newEmail
  return (
    <Notice tone={done ? 'good' : 'waiting'}>
      {done ? words.emailChanged(newEmail) : words.changeEmailConfirmed(newEmail)}
    </Notice>
  )
}

function ChangeDialog({ user, onClose }: { user: SessionUser; onClose: () => void }) {
  const auth = useAccountAuth()
  const withIdentity = useConfirmedIdentity()
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { newEmail: '' },
    validate: validateWith(async () =>
      z.object({ newEmail: emailSchema.refine((email) => email !== user.email, words.sameEmail) }),
    ),
  })
  const submit = useSubmit({
    form,
    draft: 'email',
    action: async ({ newEmail }) => {
      await withIdentity(() => auth.changeEmail(newEmail.trim()))
      onClose()
      toast(words.changeEmailSent(user.emailVerified ? user.email : newEmail))
    },
  })
  return (
    <FormDialog
      title={words.changeEmailTitle}
      confirm={words.changeEmailConfirm}
      submit={submit}
      onClose={onClose}
    >
      <ol className={classes.means}>
        {(user.emailVerified ? words.changeEmailMeans : words.changeEmailUnverifiedMeans).map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ol>
      <TextInput
        key={form.key('newEmail')}
        {...form.getInputProps('newEmail')}
        label={words.newEmail}
        type="email"
        autoComplete="email"
        data-autofocus
      />
    </FormDialog>
  )
}
