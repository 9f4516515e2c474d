import { getRouteApi } from '@tanstack/react-router'
import { Page } from '../../components/page.tsx'
import { authCodeText } from '../../lib/auth-codes.ts'
import { text } from '../../lib/text.ts'
import { trpc } from '../../lib/trpc.ts'
import { EmailNotice, EmailSection } from './change-email.tsx'
import { PasswordSection } from './change-password.tsx'
import { PasskeysSection } from './passkeys.tsx'
import { ReturnNotice } from './return-notice.tsx'
import { EventsSection } from './security-events.tsx'
import { TwoFactorSection } from './two-factor.tsx'

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
