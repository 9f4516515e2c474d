import { useForm } from '@mantine/form'
import type { ReactNode } from 'react'
import { confirmInput } from '#shared/sessions.ts'
import { PasswordField } from '../../../components/control/password-field.tsx'
import { FormDialog } from '../../../components/dialog/form-dialog.tsx'
import { useSubmit } from '../../../lib/form/use-submit.ts'
import { validateWith } from '../../../lib/form/validate-with.ts'
import { text } from '../../../lib/text/text.ts'
import { explainRefusal } from '../explain-refusal.ts'

const isOff = { message: text.twoFactor.isOff }
const refusals = {
  TWO_FACTOR_NOT_ENABLED: isOff,
  TOTP_NOT_ENABLED: isOff,
  BACKUP_CODES_NOT_ENABLED: isOff,
  TOTP_ALREADY_ENABLED: { message: text.twoFactor.isOn },
}

interface Props {
  title: string
  confirm: string
  children: ReactNode
  onClose: () => void
  /** Does it with the password; a wrong one is said at the field, and the dialog stays. */
  onPassword: (password: string) => Promise<unknown>
}

/** Asks for the password that an act needs, after saying what the act means. */
export function PasswordDialog({ title, confirm, children, onClose, onPassword }: Props) {
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { password: '' },
    validate: validateWith(async () => confirmInput),
  })
  const wrong = { message: text.failures.wrongPassword, field: 'password' }
  const submit = useSubmit({
    form,
    draft: null,
    action: ({ password }) => explainRefusal(onPassword(password), { ...refusals, INVALID_PASSWORD: wrong }),
  })
  return (
    <FormDialog {...{ title, confirm, submit, onClose }}>
      {children}
      <PasswordField
        key={form.key('password')}
        {...form.getInputProps('password')}
        autoComplete="current-password"
        data-autofocus
      />
    </FormDialog>
  )
}
