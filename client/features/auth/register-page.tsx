import { Link, useNavigate } from '@tanstack/react-router'
import { DetailFields } from '../../components/control/detail-fields.tsx'
import { Notice } from '../../components/notice/notice.tsx'
import { NewAccountFields } from '../../components/outside/new-account-fields.tsx'
import { PublicForm } from '../../components/outside/public-form.tsx'
import { PublicPage } from '../../components/outside/public-page.tsx'
import { usePublicSettings } from '../../components/outside/public-settings.tsx'
import { useApi } from '../../lib/api/api.ts'
import { useAuth } from '../../lib/api/auth.tsx'
import { fromInputs, toInputs } from '../../lib/form/detail-values.ts'
import { usePlainForm } from '../../lib/form/use-plain-form.ts'
import { useSubmit } from '../../lib/form/use-submit.ts'
import { validateWith } from '../../lib/form/validate-with.ts'
import { useGoToNextPage } from '../../lib/navigation/go-to-next-page.ts'
import { part } from '../../lib/part/part.ts'
import { text } from '../../lib/text/outside-text.ts'
import { FormSkeleton } from './form-skeleton.tsx'
import { OtherWays } from './other-ways.tsx'

const words = text.register
const loadSchema = part(() => import('#shared/users.ts').then((module) => module.signUpInput))

/** Sign-up; with e-mail verification the next page is "check your mail", else the visitor is in. */
export function RegisterPage() {
  const settings = usePublicSettings()
  const api = useApi()
  const auth = useAuth()
  const goToNextPage = useGoToNextPage()
  const navigate = useNavigate()
  const fields = settings.data?.signUpFields ?? []
  const form = usePlainForm({
    initialValues: { name: '', email: '', password: '', ...toInputs(fields) },
    validate: validateWith(loadSchema),
  })
  const submit = useSubmit({
    form,
    draft: 'register',
    action: async (values) => {
      const { emailVerificationRequired } =
        settings.data ?? (await api.call((client) => client.settings.public.query()))
      const { name, email, password } = values
      const filledIn = fields.length > 0 ? { details: fromInputs(fields, values) } : {}
      await auth.signUp({ name, email, password, ...filledIn })
      if (emailVerificationRequired) {
        await navigate({ to: '/verify-email', state: { email: values.email.trim() } })
      } else await goToNextPage('/')
    },
  })
  const footer = (
    <>
      {words.haveAccount} <Link to="/login">{text.login.title}</Link>
    </>
  )
  const mode = settings.data?.signUp
  if (mode === 'closed') return <PublicPage title={words.closedTitle} lead={words.closed} footer={footer} />
  if (mode === 'invite') return <PublicPage title={words.inviteTitle} lead={words.invite} footer={footer} />

  return (
    <PublicPage title={words.title} footer={footer}>
      {/* The form waits for the mode, so that nothing moves under what is being typed. */}
      {mode === 'approval' ? <Notice tone="waiting">{words.approval}</Notice> : null}
      {settings.data || settings.failure ? (
        <PublicForm submit={submit} label={words.submit} loadSchema={loadSchema} focusFirst>
          <NewAccountFields form={form} />
          <DetailFields {...{ fields, form }} inputs={toInputs(fields)} size="md" />
        </PublicForm>
      ) : (
        <FormSkeleton fields={3} />
      )}
      <OtherWays ways={settings.data?.providers ?? []} next="/" />
    </PublicPage>
  )
}
