import { getRouteApi } from '@tanstack/react-router'
import { ButtonLink } from '../../components/button-link.tsx'
import { NewAccountFields } from '../../components/new-account-fields.tsx'
import { Notice } from '../../components/notice.tsx'
import { PublicForm } from '../../components/public-form.tsx'
import { PublicPage } from '../../components/public-page.tsx'
import { usePublicSettings } from '../../components/public-settings.tsx'
import { useApi } from '../../lib/api.ts'
import { useAuth } from '../../lib/auth.tsx'
import { useEnter } from '../../lib/enter.ts'
import { text } from '../../lib/outside-text.ts'
import { usePlainForm } from '../../lib/use-plain-form.ts'
import { useSubmit } from '../../lib/use-submit.ts'
import { validateWith } from '../../lib/validate-with.ts'

const words = text.setup
const route = getRouteApi('/public/setup')
const loadSchema = () => import('#shared/users.ts').then((module) => module.signUpInput)

/** The first admin, by the one-time link that the server printed. */
export function SetupPage() {
  const { token } = route.useSearch()
  const settings = usePublicSettings()
  if (settings.data && !settings.data.setupNeeded) {
    return (
      <PublicPage title={words.doneTitle} lead={words.done}>
        <ButtonLink to="/login">{text.login.title}</ButtonLink>
      </PublicPage>
    )
  }
  if (!token) {
    return (
      <PublicPage title={words.title}>
        <Notice tone="waiting">{words.noToken}</Notice>
      </PublicPage>
    )
  }
  return <FirstAdminForm token={token} />
}

function FirstAdminForm({ token }: { token: string }) {
  const api = useApi()
  const auth = useAuth()
  const enter = useEnter()
  const form = usePlainForm({
    initialValues: { name: '', email: '', password: '' },
    validate: validateWith(loadSchema),
  })
  const submit = useSubmit({
    form,
    action: async (values) => {
      await api.call((client) => client.setup.complete.mutate({ token, ...values }))
      await auth.signIn({ email: values.email, password: values.password })
      await enter('/dashboard')
    },
  })
  return (
    <PublicPage title={words.title} lead={words.lead}>
      <PublicForm submit={submit} label={words.submit} loadSchema={loadSchema}>
        <NewAccountFields form={form} />
      </PublicForm>
    </PublicPage>
  )
}
