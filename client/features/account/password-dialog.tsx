import { useForm } from '@mantine/form'
import type { ReactNode } from 'react'
import { confirmInput } from '#shared/sessions.ts'
import { FormDialog } from '../../components/form-dialog.tsx'
import { PasswordField } from '../../components/password-field.tsx'
import { explainRefusal } from '../../lib/explain-refusal.ts'
import { text } from '../../lib/text.ts'
import { useSubmit } from '../../lib/use-submit.ts'
import { validateWith } from '../../lib/validate-with.ts'

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
