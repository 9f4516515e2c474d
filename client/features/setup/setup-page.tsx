import { getRouteApi } from '@tanstack/react-router'
import { ButtonLink } from '../../components/control/button-link.tsx'
import { Notice } from '../../components/notice/notice.tsx'
import { NewAccountFields } from '../../components/outside/new-account-fields.tsx'
import { PublicForm } from '../../components/outside/public-form.tsx'
import { PublicPage } from '../../components/outside/public-page.tsx'
import { usePublicSettings } from '../../components/outside/public-settings.tsx'
import { useApi } from '../../lib/api/api.ts'
import { useAuth } from '../../lib/api/auth.tsx'
import { usePlainForm } from '../../lib/form/use-plain-form.ts'
import { useSubmit } from '../../lib/form/use-submit.ts'
import { validateWith } from '../../lib/form/validate-with.ts'
import { useGoToNextPage } from '../../lib/navigation/go-to-next-page.ts'
import { part } from '../../lib/part/part.ts'
import { text } from '../../lib/text/outside-text.ts'

const words = text.setup
const route = getRouteApi('/public/setup')
const loadSchema = part(() => import('#shared/users.ts').then((module) => module.signUpInput))

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
  const goToNextPage = useGoToNextPage()
  const form = usePlainForm({
    initialValues: { name: '', email: '', password: '' },
    validate: validateWith(loadSchema),
  })
  const submit = useSubmit({
    form,
    draft: 'setup',
    action: async (values) => {
      await api.call((client) => client.setup.complete.mutate({ token, ...values }))
      await auth.signIn({ email: values.email, password: values.password })
      await goToNextPage('/')
    },
  })
  return (
    <PublicPage title={words.title} lead={words.lead}>
      <PublicForm submit={submit} label={words.submit} loadSchema={loadSchema} focusFirst>
        <NewAccountFields form={form} />
      </PublicForm>
    </PublicPage>
  )
}
