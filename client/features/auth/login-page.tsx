import { TextInput } from '@mantine/core'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { SignUpMode } from '#shared/settings.ts'
import { ButtonLink } from '../../components/control/button-link.tsx'
import { PasswordField } from '../../components/control/password-field.tsx'
import { FailureNotice } from '../../components/notice/failure-notice.tsx'
import { Notice } from '../../components/notice/notice.tsx'
import { PublicForm } from '../../components/outside/public-form.tsx'
import { PublicPage } from '../../components/outside/public-page.tsx'
import { usePublicSettings } from '../../components/outside/public-settings.tsx'
import { ResendButton, useResendVerification } from '../../components/outside/resend-verification.tsx'
import { lazyPart } from '../../components/part/lazy-part.tsx'
import { type OAuthProvider, useAuth } from '../../lib/api/auth.tsx'
import type { Failure } from '../../lib/api/failure.ts'
import { usePlainForm } from '../../lib/form/use-plain-form.ts'
import { useSubmit } from '../../lib/form/use-submit.ts'
import { validateWith } from '../../lib/form/validate-with.ts'
import { useGoToNextPage } from '../../lib/navigation/go-to-next-page.ts'
import { parseSearch } from '../../lib/navigation/search-params.ts'
import { part } from '../../lib/part/part.ts'
import { errorCodeText } from '../../lib/text/failure-text.ts'
import { text } from '../../lib/text/outside-text.ts'
import { type OtherWay, OtherWays } from './other-ways.tsx'

const words = text.login
const route = getRouteApi('/public/login')
const loadSchema = part(() => import('#shared/users.ts').then((module) => module.signInInput))

const TwoFactorStep = lazyPart(
  part(() => import('./two-factor-step.tsx')),
  'TwoFactorStep',
)
const hasPasskeys = 'PublicKeyCredential' in window

/** Sign-in, and back to where the visitor was going; an account with two-factor is asked for a code in between. */
export function LoginPage() {
  const { step, next } = route.useSearch()
  return step === 'two-factor' ? <TwoFactorStep next={next} /> : <FirstStep />
}

function FirstStep() {
  const search = route.useSearch()
  const settings = usePublicSettings()
  const auth = useAuth()
  const goToNextPage = useGoToNextPage()
  const navigate = useNavigate()
  const resend = useResendVerification()
  const form = usePlainForm({
    initialValues: { email: '', password: '' },
    validate: validateWith(loadSchema),
  })
  const submit = useSubmit({
    form,
    draft: 'login',
    action: async (values) => {
      const { needsCode } = await auth.signIn(values)
      if (needsCode) await navigate({ to: '/login', search: { step: 'two-factor', next: search.next } })
      else await goToNextPage(search.next)
    },
  })
  const next = search.next ?? '/'

  return (
    <PublicPage title={words.title} footer={<Elsewhere signUp={settings.data?.signUp} />}>
      {settings.data?.setupNeeded ? <Notice tone="waiting">{words.setupNeeded}</Notice> : null}
      {search.reason ? (
        <Notice tone={search.reason === 'banned' ? 'blocked' : 'waiting'}>
          {words.reasons[search.reason]}
        </Notice>
      ) : null}
      <ReturnedError {...search} />
      <PublicForm
        submit={submit}
        label={words.submit}
        loadSchema={loadSchema}
        focusFirst
        failureAction={wayOut(
          submit.failure,
          <ResendButton resend={resend} email={form.getValues().email} />,
        )}
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
      <OtherWays ways={otherWays(settings.data?.providers)} next={next} />
    </PublicPage>
  )
}

function otherWays(providers: OAuthProvider[] = []): OtherWay[] {
  return hasPasskeys ? ['passkey', ...providers] : providers
}

// What can be done about a refusal besides trying again.
function wayOut(failure: Failure | null, resend: ReactNode): ReactNode {
  if (failure?.code === 'EMAIL_NOT_VERIFIED') return resend
  if (failure?.reason?.kind !== 'locked') return undefined
  return (
    <ButtonLink to="/forgot-password" size="compact-sm" variant="default">
      {words.unlock}
    </ButtonLink>
  )
}

function Elsewhere({ signUp }: { signUp?: SignUpMode }) {
  const forgot = <Link to="/forgot-password">{words.forgot}</Link>
  if (signUp === 'closed' || signUp === 'invite') return forgot
  return (
    <>
      {forgot}
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
