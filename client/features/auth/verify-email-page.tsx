import { TextInput } from '@mantine/core'
import { getRouteApi, Link, useRouterState } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { ButtonLink } from '../../components/control/button-link.tsx'
import { Notice } from '../../components/notice/notice.tsx'
import { OutboxHint } from '../../components/outside/outbox-hint.tsx'
import { PublicForm } from '../../components/outside/public-form.tsx'
import { PublicPage } from '../../components/outside/public-page.tsx'
import { useAuth } from '../../lib/api/auth.tsx'
import { hearVerified } from '../../lib/browser/verified-news.ts'
import { usePlainForm } from '../../lib/form/use-plain-form.ts'
import { useSubmit } from '../../lib/form/use-submit.ts'
import { validateWith } from '../../lib/form/validate-with.ts'
import { part } from '../../lib/part/part.ts'
import { errorCodeText } from '../../lib/text/failure-text.ts'
import { text } from '../../lib/text/outside-text.ts'

const words = text.verify
const route = getRouteApi('/public/verify-email')
const loadSchema = part(() => import('#shared/users.ts').then((module) => module.emailInput))

/** "Check your mail" after sign-up, or why a link did not work; and that it did, when another tab followed it. */
export function VerifyEmailPage() {
  const [done, setDone] = useState(false)
  useEffect(() => hearVerified(() => setDone(true)), [])
  if (!done) return <AskForLink />
  return (
    <PublicPage title={words.done} lead={words.doneHere}>
      <ButtonLink to="/dashboard">{text.common.toOverview}</ButtonLink>
    </PublicPage>
  )
}

function AskForLink() {
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
    draft: 'verify',
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
