import { hasPermission } from '#shared/roles/roles.ts'
import type { SettingView } from '#shared/settings.ts'
import { ClientAddressCheck } from '../../components/detail/client-address-check.tsx'
import { Notice } from '../../components/notice/notice.tsx'
import { QueryFailure } from '../../components/notice/query-failure.tsx'
import { Page, Section } from '../../components/page/page.tsx'
import { Skeleton } from '../../components/page/skeleton.tsx'
import { trpc } from '../../lib/api/trpc.ts'
import { text } from '../../lib/text/text.ts'
import { FeedbackSetting } from './feedback-setting.tsx'
import { MailState } from './mail-state.tsx'
import { ProductSetting } from './product-setting.tsx'
import { RetentionForm } from './retention-form.tsx'
import { ServiceState } from './service-state.tsx'
import { SignUpForm } from './sign-up-form.tsx'
import { TimeZoneForm } from './time-zone-form.tsx'
import { useServiceReport } from './use-service-report.ts'

const words = text.settings

/** What an admin changes at run time, and what shows whether the server is set up well. */
export function SettingsPage() {
  const { data: me } = trpc.users.me.useQuery()
  const settings = trpc.settings.list.useQuery()
  const report = useServiceReport()
  const manages = me !== undefined && hasPermission(me.user.role, 'settings.manage')
  return (
    <Page title={words.title} narrow>
      {me && !manages ? <Notice tone="plain">{words.readOnly}</Notice> : null}
      {settings.data ? (
        settings.data.items.map((setting) => (
          <OneSetting key={setting.key} setting={setting} manages={manages} />
        ))
      ) : settings.isError ? (
        <QueryFailure error={settings.error} onRetry={settings.refetch} />
      ) : (
        <Loading />
      )}
      {me ? <MailState query={report} email={me.user.email} manages={manages} /> : null}
      <ClientAddressCheck />
      <ServiceState query={report} />
    </Page>
  )
}

function OneSetting({ setting, manages }: { setting: SettingView; manages: boolean }) {
  switch (setting.key) {
    case 'signUpMode':
      return <SignUpForm setting={setting} manages={manages} />
    case 'auditRetentionDays':
      return <RetentionForm setting={setting} manages={manages} />
    case 'billingTimeZone':
      return <TimeZoneForm setting={setting} manages={manages} />
    case 'feedbackEmail':
      return <FeedbackSetting {...{ setting, manages }} />
    default:
      return <ProductSetting {...{ setting, manages }} />
  }
}

function Loading() {
  return (
    <div aria-busy="true">
      <Section title={words.signUpTitle} lead={words.signUpLead}>
        <Skeleton width="60%" height={280} />
      </Section>
    </div>
  )
}
