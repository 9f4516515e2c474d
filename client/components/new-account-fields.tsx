import { TextInput } from '@mantine/core'
import { text } from '../lib/text.ts'
import { PasswordField } from './password-field.tsx'

type Field = 'name' | 'email' | 'password'

/** What is needed of a form of `@mantine/form`. */
interface Fields {
  key(field: Field): string
  getInputProps(field: Field): object
}

/** Name, e-mail and password of somebody new. */
export function NewAccountFields({ form }: { form: Fields }) {
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
        key={form.key('email')}
        {...form.getInputProps('email')}
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
