import { Button } from '@mantine/core'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useCallback } from 'react'
import type { OpenInvitation } from '#shared/invitations.ts'
import { FailureNotice } from '../../components/notice/failure-notice.tsx'
import { NewAccountFields } from '../../components/outside/new-account-fields.tsx'
import { PublicForm } from '../../components/outside/public-form.tsx'
import { PublicPage } from '../../components/outside/public-page.tsx'
import { useApi } from '../../lib/api/api.ts'
import { useAuth } from '../../lib/api/auth.tsx'
import type { Failure } from '../../lib/api/failure.ts'
import { useAnswer } from '../../lib/api/use-answer.ts'
import { usePlainForm } from '../../lib/form/use-plain-form.ts'
import { useSubmit } from '../../lib/form/use-submit.ts'
import { validateWith } from '../../lib/form/validate-with.ts'
import { useGoToNextPage } from '../../lib/navigation/go-to-next-page.ts'
import { part } from '../../lib/part/part.ts'
import { joiningText } from '../../lib/text/joining-text.ts'
import { text } from '../../lib/text/outside-text.ts'
import { FormSkeleton } from './form-skeleton.tsx'

const words = joiningText.invitation
const route = getRouteApi('/public/accept-invitation')
const loadSchema = part(() =>
  import('#shared/invitations.ts').then((module) => module.acceptInvitationInput.omit({ token: true })),
)

/** Behind the link of an invitation: its holder chooses name and password, and is in. */
export function AcceptInvitationPage() {
  const { token } = route.useSearch()
  return token ? <Invitation token={token} /> : <InvalidInvitation />
}

function Invitation({ token }: { token: string }) {
  const api = useApi()
  const found = useAnswer(
    useCallback(() => api.call((client) => client.invitations.find.query({ token })), [api, token]),
  )
  if (found.data) return <AcceptForm token={token} invitation={found.data} />
  if (found.failure && isInvalid(found.failure)) return <InvalidInvitation />
  return (
    <PublicPage title={words.title}>
      {found.failure ? (
        <>
          <FailureNotice failure={found.failure} />
          <Button size="md" variant="filled" onClick={found.retry}>
            {text.common.retry}
          </Button>
        </>
      ) : (
        <FormSkeleton fields={3} />
      )}
    </PublicPage>
  )
}

// Also a link that was cut off on its way: it is no token at all.
const isInvalid = ({ reason, fieldErrors }: Failure) => reason?.kind === 'invitation' || fieldErrors !== null

function InvalidInvitation() {
  const footer = (
    <>
      {words.haveAccount} <Link to="/login">{text.login.title}</Link>
    </>
  )
  return <PublicPage title={words.invalidTitle} lead={words.invalid} footer={footer} />
}

function AcceptForm({ token, invitation }: { token: string; invitation: OpenInvitation }) {
  const { email, invitedBy } = invitation
  const api = useApi()
  const auth = useAuth()
  const goToNextPage = useGoToNextPage()
  const form = usePlainForm({
    initialValues: { name: invitation.name ?? '', password: '' },
    validate: validateWith(loadSchema),
  })
  const submit = useSubmit({
    form,
    draft: 'invitation',
    action: async ({ name, password }) => {
      await api.call((client) => client.invitations.accept.mutate({ token, name, password }))
      await auth.signIn({ email, password })
      await goToNextPage('/')
    },
  })
  if (submit.failure && isInvalid(submit.failure)) return <InvalidInvitation />
  const lead = `${invitedBy ? words.invitedBy(invitedBy) : words.invited} ${words.lead}`
  return (
    <PublicPage title={words.title} lead={lead}>
      <PublicForm submit={submit} label={words.submit} loadSchema={loadSchema} focusFirst>
        <NewAccountFields form={form} invitedEmail={email} />
      </PublicForm>
    </PublicPage>
  )
}
