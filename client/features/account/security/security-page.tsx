import { getRouteApi } from '@tanstack/react-router'
import { Columns } from '../../../components/page/columns.tsx'
import { Page } from '../../../components/page/page.tsx'
import { ProductSections } from '../../../components/shell/product-sections.tsx'
import { trpc } from '../../../lib/api/trpc.ts'
import { authCodeText } from '../../../lib/text/auth-codes.ts'
import { text } from '../../../lib/text/text.ts'
import { KeysSection } from '../keys/keys-section.tsx'
import { OwnerNotice, OwnerOnly } from '../owner-only.tsx'
import { ReturnNotice } from '../return-notice.tsx'
import { SessionsSection } from '../sessions/sessions-section.tsx'
import { TwoFactorSection } from '../two-factor/two-factor.tsx'
import { PasswordSection } from './change-password.tsx'
import { PasskeysSection } from './passkeys.tsx'
import { EventsSection } from './security-events.tsx'

const route = getRouteApi('/signed-in/account/security')
const explainReturn = (code: string) => authCodeText(code) ?? text.failures.linkInvalid

/** How I prove who I am, where I am signed in, and what happened to my account. */
export function SecurityPage() {
  const { error } = route.useSearch()
  const { data: me } = trpc.users.me.useQuery()
  if (!me) return null
  const { user } = me
  return (
    <Page title={text.security.title}>
      <ReturnNotice error={error} explain={explainReturn} />
      <OwnerNotice />
      <Columns
        first={
          <>
            <OwnerOnly>
              <PasswordSection email={user.email} />
              <TwoFactorSection user={user} />
              <PasskeysSection />
            </OwnerOnly>
            <SessionsSection />
            <OwnerOnly>
              <KeysSection role={user.role} />
            </OwnerOnly>
            <ProductSections page="security" />
          </>
        }
        second={<EventsSection />}
      />
    </Page>
  )
}
