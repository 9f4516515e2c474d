import { getRouteApi } from '@tanstack/react-router'
import { Page } from '../../../components/page/page.tsx'
import { trpc } from '../../../lib/api/trpc.ts'
import { authCodeText } from '../../../lib/text/auth-codes.ts'
import { text } from '../../../lib/text/text.ts'
import { ReturnNotice } from '../return-notice.tsx'
import { TwoFactorSection } from '../two-factor/two-factor.tsx'
import { EmailNotice, EmailSection } from './change-email.tsx'
import { PasswordSection } from './change-password.tsx'
import { PasskeysSection } from './passkeys.tsx'
import { EventsSection } from './security-events.tsx'

const route = getRouteApi('/signed-in/account/security')
const explainReturn = (code: string) => authCodeText(code) ?? text.failures.linkInvalid

/** How I sign in, and what happened to my account. */
export function SecurityPage() {
  const { error, email } = route.useSearch()
  const { data: me } = trpc.users.me.useQuery()
  if (!me) return null
  const { user } = me
  return (
    <Page title={text.security.title} narrow>
      <ReturnNotice error={error} explain={explainReturn} />
      {email && !error ? <EmailNotice user={user} newEmail={email} /> : null}
      <PasswordSection email={user.email} />
      <TwoFactorSection user={user} />
      <PasskeysSection />
      <EmailSection user={user} />
      <EventsSection />
    </Page>
  )
}
