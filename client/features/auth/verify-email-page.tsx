import { TextInput } from '@mantine/core'
import { getRouteApi, Link, useRouterState } from '@tanstack/react-router'
import { useState } from 'react'
import { Notice } from '../../components/notice.tsx'
import { OutboxHint } from '../../components/outbox-hint.tsx'
import { PublicForm } from '../../components/public-form.tsx'
import { PublicPage } from '../../components/public-page.tsx'
import { useAuth } from '../../lib/auth.tsx'
import { errorCodeText } from '../../lib/failure-text.ts'
import { text } from '../../lib/outside-text.ts'
import { usePlainForm } from '../../lib/use-plain-form.ts'
import { useSubmit } from '../../lib/use-submit.ts'
import { validateWith } from '../../lib/validate-with.ts'

const words = text.verify
const route = getRouteApi('/public/verify-email')
const loadSchema = () => import('#shared/users.ts').then((module) => module.emailInput)

/** "Check your mail" after sign-up, or why a link did not work; either way a new link can be had. */
export function VerifyEmailPage() {
  const { error } = route.useSearch()
  const known = useRouterState({ select: (state) => state.location.state.email })
  const auth = useAuth()
  const [sentTo, setSentTo] = useState<string | null>(null)
  const form = usePlainForm({
    initialValues: { email: known ?? '' },
    validate: validateWith(loadSchema),
  })
  const submit = useSubmit({
    form,
    action: async ({ email }) => {
      setSentTo(null)
      await auth.sendVerification(email)
      setSentTo(email)
    },
  })

  return (
    <PublicPage
      title={error ? words.failedTitle : words.title}
      lead={error ? undefined : known ? words.sentTo(known) : words.sent}
      footer={<Link to="/login">{text.common.backToSignIn}</Link>}
    >
      {error && !sentTo ? (
        <Notice tone="danger" urgent>
          {errorCodeText(error)}
        </Notice>
      ) : null}
      <PublicForm submit={submit} label={words.resend} loadSchema={loadSchema}>
        {sentTo ? <Notice tone="good">{words.resent(sentTo)}</Notice> : null}
        <TextInput
          key={form.key('email')}
          {...form.getInputProps('email')}
          label={text.common.email}
          type="email"
          autoComplete="email"
          size="md"
        />
      </PublicForm>
      <OutboxHint />
    </PublicPage>
  )
}
