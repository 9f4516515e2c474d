import { TextInput } from '@mantine/core'
import { text } from '../../lib/text/outside-text.ts'
import { PasswordField } from '../control/password-field.tsx'
import classes from './new-account-fields.module.css'

type Field = 'name' | 'email' | 'password'

/** What is needed of a form of `@mantine/form`. */
interface Fields {
  key(field: Field): string
  getInputProps(field: Field): object
}

interface Props {
  form: Fields
  /** The address that was invited, which cannot be another. */
  invitedEmail?: string
}

/** Name, e-mail and password of somebody new. */
export function NewAccountFields({ form, invitedEmail }: Props) {
  const email = invitedEmail
    ? { value: invitedEmail, readOnly: true, classNames: { input: classes.fixed } }
    : form.getInputProps('email')
  return (
    <>
      <TextInput
        key={form.key('name')}
        {...form.getInputProps('name')}
        label={text.common.name}
        autoComplete="name"
        size="md"
      />
      <TextInput
        key={invitedEmail ?? form.key('email')}
        {...email}
        label={text.common.email}
        type="email"
        autoComplete="username"
        size="md"
      />
      <PasswordField
        key={form.key('password')}
        {...form.getInputProps('password')}
        description={text.common.passwordHint}
        autoComplete="new-password"
        size="md"
      />
    </>
  )
}
