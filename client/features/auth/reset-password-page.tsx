import { getRouteApi, Link } from '@tanstack/react-router'
import { useState } from 'react'
import { ButtonLink } from '../../components/control/button-link.tsx'
import { PasswordField } from '../../components/control/password-field.tsx'
import { Notice } from '../../components/notice/notice.tsx'
import { PublicForm } from '../../components/outside/public-form.tsx'
import { PublicPage } from '../../components/outside/public-page.tsx'
import { useAuth } from '../../lib/api/auth.tsx'
import { usePlainForm } from '../../lib/form/use-plain-form.ts'
import { useSubmit } from '../../lib/form/use-submit.ts'
import { validateWith } from '../../lib/form/validate-with.ts'
import { part } from '../../lib/part/part.ts'
import { errorCodeText } from '../../lib/text/failure-text.ts'
import { text } from '../../lib/text/outside-text.ts'

const words = text.reset
const route = getRouteApi('/public/reset-password')
const loadSchema = part(() => import('#shared/users.ts').then((module) => module.newPasswordInput))

/** A new password by the link of the mail. */
export function ResetPasswordPage() {
  const { token, error } = route.useSearch()
  const [done, setDone] = useState(false)
  if (done) {
    return (
      <PublicPage title={words.doneTitle} lead={words.done}>
        <ButtonLink to="/login">{text.login.title}</ButtonLink>
      </PublicPage>
    )
  }
  if (!token || error) {
    return (
      <PublicPage title={words.title} footer={<Link to="/login">{text.common.backToSignIn}</Link>}>
        <Notice tone="danger" urgent>
          {error ? errorCodeText(error) : words.noToken}
        </Notice>
        <ButtonLink to="/forgot-password">{words.askAgain}</ButtonLink>
      </PublicPage>
    )
  }
  return <NewPasswordForm token={token} onDone={() => setDone(true)} />
}

function NewPasswordForm({ token, onDone }: { token: string; onDone: () => void }) {
  const auth = useAuth()
  const form = usePlainForm({
    initialValues: { newPassword: '' },
    validate: validateWith(loadSchema),
  })
  const submit = useSubmit({
    form,
    draft: null,
    action: async ({ newPassword }) => {
      await auth.resetPassword({ token, newPassword })
      onDone()
    },
  })
  const footer = <Link to="/forgot-password">{words.askAgain}</Link>
  return (
    <PublicPage title={words.title} lead={words.lead} footer={footer}>
      <PublicForm submit={submit} label={words.submit} loadSchema={loadSchema} focusFirst>
        <PasswordField
          key={form.key('newPassword')}
          {...form.getInputProps('newPassword')}
          label={text.common.newPassword}
          description={text.common.passwordHint}
          autoComplete="new-password"
          size="md"
        />
      </PublicForm>
    </PublicPage>
  )
}
