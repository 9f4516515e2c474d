import { getRouteApi } from '@tanstack/react-router'
import type { SessionUser } from '#shared/users.ts'
import { CopyText } from '../../../components/detail/copy-text.tsx'
import { Facts } from '../../../components/detail/facts.tsx'
import { TimeText } from '../../../components/detail/time-text.tsx'
import { Columns } from '../../../components/page/columns.tsx'
import { DangerZone } from '../../../components/page/danger-zone.tsx'
import { Page, Section } from '../../../components/page/page.tsx'
import { ProductSections } from '../../../components/shell/product-sections.tsx'
import { trpc } from '../../../lib/api/trpc.ts'
import { authCodeText } from '../../../lib/text/auth-codes.ts'
import { text } from '../../../lib/text/text.ts'
import { ConnectionsSection, explainConnection } from '../connections/connections-section.tsx'
import { DeleteAccount } from '../data/delete-account.tsx'
import { ExportSection } from '../data/export-section.tsx'
import { OwnerNotice, OwnerOnly } from '../owner-only.tsx'
import { ReturnNotice } from '../return-notice.tsx'
import { EmailNotice, EmailSection } from './change-email.tsx'
import { DetailsForm } from './details-form.tsx'
import { OwnDetails } from './own-details.tsx'
import { Picture } from './picture.tsx'

const words = text.profile
const route = getRouteApi('/signed-in/account/profile')
const explainEmail = (code: string) => authCodeText(code) ?? text.failures.linkInvalid

/** Who I am here, by what I come in, and what is kept about me. */
export function ProfilePage() {
  const { error, email } = route.useSearch()
  const { data: me } = trpc.users.me.useQuery()
  if (!me) return null
  // The version before, which may still answer while a release rolls, says nothing of fields.
  const { user, personFields: fields = [] } = me
  return (
    <Page title={words.title}>
      <ReturnNotice error={error} explain={email ? explainEmail : explainConnection} />
      {email && !error ? <EmailNotice user={user} newEmail={email} /> : null}
      <OwnerNotice />
      <Columns
        first={
          <>
            <Section title={words.detailsTitle}>
              <Picture user={user} />
              <DetailsForm user={user} />
            </Section>
            {fields.length > 0 ? <OwnDetails fields={fields} /> : null}
            <OwnerOnly>
              <EmailSection user={user} />
            </OwnerOnly>
            <AccountFacts user={user} />
            <ProductSections page="profile" />
          </>
        }
        second={
          <>
            <ConnectionsSection />
            <OwnerOnly>
              <ExportSection />
              <DangerZone
                title={words.deleteZone}
                acts={[
                  { title: words.deleteTitle, lead: words.deleteLead, button: <DeleteAccount user={user} /> },
                ]}
              />
            </OwnerOnly>
          </>
        }
      />
    </Page>
  )
}

function AccountFacts({ user }: { user: SessionUser }) {
  return (
    <Section title={words.accountTitle}>
      <Facts
        items={[
          [text.common.role, text.common.roles[user.role]],
          [words.memberSince, <TimeText key="since" value={user.createdAt} />],
          [text.users.id, <CopyText key="id" value={user.id} max={20} />],
        ]}
      />
    </Section>
  )
}
