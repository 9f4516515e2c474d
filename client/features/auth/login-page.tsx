import { TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { getRouteApi, Link } from '@tanstack/react-router'
import { FailureNotice } from '../../components/failure-notice.tsx'
import { Notice } from '../../components/notice.tsx'
import { PasswordField } from '../../components/password-field.tsx'
import { PublicForm } from '../../components/public-form.tsx'
import { PublicPage } from '../../components/public-page.tsx'
import { ResendButton, useResendVerification } from '../../components/resend-verification.tsx'
import { useAuth } from '../../lib/auth.tsx'
import { useEnter } from '../../lib/enter.ts'
import { errorCodeText } from '../../lib/failure-text.ts'
import { parseSearch } from '../../lib/search.ts'
import { text } from '../../lib/text.ts'
import { trpc } from '../../lib/trpc.ts'
import { useSubmit } from '../../lib/use-submit.ts'
import { validateWith } from '../../lib/validate-with.ts'
import { ProviderButtons } from './provider-buttons.tsx'

const words = text.login
const route = getRouteApi('/public/login')
const loadSchema = () => import('#shared/users.ts').then((module) => module.signInInput)

/** Sign-in, and back to where the visitor was going. */
export function LoginPage() {
  const search = route.useSearch()
  const settings = trpc.settings.public.useQuery()
  const auth = useAuth()
  const enter = useEnter()
  const resend = useResendVerification()
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { email: '', password: '' },
    validate: validateWith(loadSchema),
  })
  const submit = useSubmit({
    form,
    action: async (values) => {
      await auth.signIn(values)
      await enter(search.next)
    },
  })
  const unverified = submit.failure?.code === 'EMAIL_NOT_VERIFIED'

  return (
    <PublicPage title={words.title} footer={<RegisterLink />}>
      {settings.data?.setupNeeded ? <Notice tone="waiting">{words.setupNeeded}</Notice> : null}
      <ReturnedError {...search} />
      <PublicForm
        submit={submit}
        label={words.submit}
        loadSchema={loadSchema}
        failureAction={
          unverified ? <ResendButton resend={resend} email={form.getValues().email} /> : undefined
        }
      >
        <FailureNotice failure={resend.failure} secondsLeft={resend.secondsLeft} />
        {resend.sentTo ? <Notice tone="good">{text.verify.resent(resend.sentTo)}</Notice> : null}
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
          autoComplete="current-password"
          size="md"
        />
      </PublicForm>
      <ProviderButtons providers={settings.data?.providers ?? []} next={search.next ?? '/dashboard'} />
    </PublicPage>
  )
}

function RegisterLink() {
  return (
    <>
      <Link to="/forgot-password">{words.forgot}</Link>
      {' · '}
      {words.noAccount} <Link to="/register">{words.register}</Link>
    </>
  )
}

// A link from a mail that did not work leads to a guarded page, and from there to here with it in `next`.
function ReturnedError({ error, next }: { error?: string; next?: string }) {
  const code = error ?? parseSearch(next?.split('?')[1] ?? '').error
  return code ? (
    <Notice tone="danger" urgent>
      {errorCodeText(code)}
    </Notice>
  ) : null
}
