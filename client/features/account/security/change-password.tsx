import { Button } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useState } from 'react'
import { z } from 'zod'
import { passwordSchema } from '#shared/users.ts'
import { PasswordField } from '../../../components/control/password-field.tsx'
import { ConfirmDialog } from '../../../components/dialog/confirm-dialog.tsx'
import { FormDialog } from '../../../components/dialog/form-dialog.tsx'
import { toast } from '../../../components/notice/toast.tsx'
import { Section } from '../../../components/page/page.tsx'
import { useAuth } from '../../../lib/api/auth.tsx'
import { useSubmit } from '../../../lib/form/use-submit.ts'
import { validateWith } from '../../../lib/form/validate-with.ts'
import { text } from '../../../lib/text/text.ts'
import { useAccountAuth } from '../account-auth.ts'
import { explainRefusal } from '../explain-refusal.ts'
import { useHasPassword, useRefreshAccount } from '../use-account-queries.ts'

const words = text.security
const schema = z.object({
  currentPassword: z.string().min(1, 'Required.').max(128, 'At most 128 characters.'),
  newPassword: passwordSchema,
})

/** My password: a new one by the old one, or a first one by mail where there is none. */
export function PasswordSection({ email }: { email: string }) {
  const [opened, setOpened] = useState(false)
  const none = !useHasPassword()
  const close = () => setOpened(false)
  return (
    <>
      <Section
        title={words.passwordTitle}
        lead={none ? words.noPassword : words.passwordLead}
        actions={
          <Button variant="default" onClick={() => setOpened(true)}>
            {none ? words.choosePassword : words.changePassword}
          </Button>
        }
      />
      {none ? <ChooseDialog opened={opened} email={email} onClose={close} /> : null}
      {opened && !none ? <ChangeDialog onClose={close} /> : null}
    </>
  )
}

function ChangeDialog({ onClose }: { onClose: () => void }) {
  const auth = useAccountAuth()
  const refresh = useRefreshAccount()
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { currentPassword: '', newPassword: '' },
    validate: validateWith(async () => schema),
  })
  const wrong = { message: text.failures.wrongPassword, field: 'currentPassword' }
  const submit = useSubmit({
    form,
    draft: null,
    action: async (values) => {
      await explainRefusal(auth.changePassword(values), { INVALID_PASSWORD: wrong })
      onClose()
      toast(words.passwordChanged)
      await refresh()
    },
  })
  return (
    <FormDialog
      title={words.changePasswordTitle}
      confirm={words.savePassword}
      submit={submit}
      onClose={onClose}
    >
      <p>{words.changePasswordMeans}</p>
      <PasswordField
        key={form.key('currentPassword')}
        {...form.getInputProps('currentPassword')}
        label={words.currentPassword}
        autoComplete="current-password"
        data-autofocus
      />
      <PasswordField
        key={form.key('newPassword')}
        {...form.getInputProps('newPassword')}
        label={text.common.newPassword}
        description={text.common.passwordHint}
        autoComplete="new-password"
      />
    </FormDialog>
  )
}

function ChooseDialog(props: { opened: boolean; email: string; onClose: () => void }) {
  const { opened, email, onClose } = props
  const auth = useAuth()
  return (
    <ConfirmDialog
      opened={opened}
      title={words.choosePasswordTitle}
      confirm={words.choosePasswordConfirm}
      onClose={onClose}
      onConfirm={async () => {
        await auth.requestPasswordReset(email)
        toast(words.choosePasswordSent(email))
      }}
    >
      <p>{words.choosePasswordMeans(email)}</p>
    </ConfirmDialog>
  )
}
