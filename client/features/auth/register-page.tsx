import { useForm } from '@mantine/form'
import { Link, useNavigate } from '@tanstack/react-router'
import { NewAccountFields } from '../../components/new-account-fields.tsx'
import { PublicForm } from '../../components/public-form.tsx'
import { PublicPage } from '../../components/public-page.tsx'
import { useAuth } from '../../lib/auth.tsx'
import { useEnter } from '../../lib/enter.ts'
import { text } from '../../lib/text.ts'
import { trpc } from '../../lib/trpc.ts'
import { useSubmit } from '../../lib/use-submit.ts'
import { validateWith } from '../../lib/validate-with.ts'
import { ProviderButtons } from './provider-buttons.tsx'

const words = text.register
const loadSchema = () => import('#shared/users.ts').then((module) => module.signUpInput)

/** Sign-up; with e-mail verification the next page is "check your mail", else the visitor is in. */
export function RegisterPage() {
  const settings = trpc.settings.public.useQuery()
  const queries = trpc.useUtils()
  const auth = useAuth()
  const enter = useEnter()
  const navigate = useNavigate()
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { name: '', email: '', password: '' },
    validate: validateWith(loadSchema),
  })
  const submit = useSubmit({
    form,
    action: async (values) => {
      const { emailVerificationRequired } = await queries.settings.public.ensureData()
      await auth.signUp(values)
      if (emailVerificationRequired) {
        await navigate({ to: '/verify-email', state: { email: values.email.trim() } })
      } else await enter('/dashboard')
    },
  })
  const footer = (
    <>
      {words.haveAccount} <Link to="/login">{text.login.title}</Link>
    </>
  )
  if (settings.data?.signUp === 'closed') {
    return <PublicPage title={words.closedTitle} lead={words.closed} footer={footer} />
  }

  return (
    <PublicPage title={words.title} footer={footer}>
      <PublicForm submit={submit} label={words.submit} loadSchema={loadSchema}>
        <NewAccountFields form={form} />
      </PublicForm>
      <ProviderButtons providers={settings.data?.providers ?? []} next="/dashboard" />
    </PublicPage>
  )
}
