import { Button, TextInput } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { OutboxHint } from '../../components/outside/outbox-hint.tsx'
import { PublicForm } from '../../components/outside/public-form.tsx'
import { PublicPage } from '../../components/outside/public-page.tsx'
import { useAuth } from '../../lib/api/auth.tsx'
import { usePlainForm } from '../../lib/form/use-plain-form.ts'
import { useSubmit } from '../../lib/form/use-submit.ts'
import { validateWith } from '../../lib/form/validate-with.ts'
import { part } from '../../lib/part/part.ts'
import { text } from '../../lib/text/outside-text.ts'

const words = text.forgot
const loadSchema = part(() => import('#shared/users.ts').then((module) => module.emailInput))

/** Asks for the link to a new password; the answer is the same whether the account exists or not. */
export function ForgotPasswordPage() {
  const auth = useAuth()
  const [sentTo, setSentTo] = useState<string | null>(null)
  const form = usePlainForm({
    initialValues: { email: '' },
    validate: validateWith(loadSchema),
  })
  const submit = useSubmit({
    form,
    draft: 'forgot',
    action: async ({ email }) => {
      await auth.requestPasswordReset(email)
      setSentTo(email.trim())
    },
  })
  const footer = <Link to="/login">{text.common.backToSignIn}</Link>

  if (sentTo) {
    return (
      <PublicPage title={words.sentTitle} lead={words.sent(sentTo)} footer={footer}>
        <OutboxHint />
        <Button size="md" variant="default" onClick={() => setSentTo(null)}>
          {words.again}
        </Button>
      </PublicPage>
    )
  }
  return (
    <PublicPage title={words.title} lead={words.lead} footer={footer}>
      <PublicForm submit={submit} label={words.submit} loadSchema={loadSchema} focusFirst>
        <TextInput
          key={form.key('email')}
          {...form.getInputProps('email')}
          label={text.common.email}
          type="email"
          autoComplete="username"
          size="md"
        />
      </PublicForm>
    </PublicPage>
  )
}
