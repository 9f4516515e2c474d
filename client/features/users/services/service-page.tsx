import { getRouteApi, Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { ServiceAccountDetail } from '#shared/service-accounts.ts'
import { CopyText } from '../../../components/detail/copy-text.tsx'
import { Facts } from '../../../components/detail/facts.tsx'
import { TimeText } from '../../../components/detail/time-text.tsx'
import { Page, Section } from '../../../components/page/page.tsx'
import { UnreadPage } from '../../../components/page/unread-page.tsx'
import { lazyDialog } from '../../../components/part/lazy-dialog.tsx'
import { trpc } from '../../../lib/api/trpc.ts'
import { part } from '../../../lib/part/part.ts'
import { text as words } from '../../../lib/text/services-text.ts'
import { text } from '../../../lib/text/text.ts'
import { ConfirmActor } from '../confirm-actor.tsx'
import { useMe } from '../use-me.ts'
import { FactButtons, ServiceDanger } from './service-buttons.tsx'
import type { ServiceAct } from './service-dialogs.tsx'
import { ServiceKeys } from './service-keys.tsx'
import { LastUsed, ServiceStatus } from './service-row.tsx'

const route = getRouteApi('/signed-in/admin/service-accounts/$id')
const ServiceDialog = lazyDialog(
  part(() => import('./service-dialogs.tsx')),
  'ServiceDialog',
)

/** One service account: what it is, its keys, and what can be done about it. */
export function ServicePage() {
  const { id } = route.useParams()
  const service = trpc.serviceAccounts.get.useQuery({ id })
  const above = <Link to="/admin/service-accounts">{words.back}</Link>
  if (service.data)
    return (
      <ConfirmActor>
        <Details service={service.data} above={above} />
      </ConfirmActor>
    )
  return <UnreadPage title={words.title} above={above} section={words.facts} query={service} />
}

function Details({ service, above }: { service: ServiceAccountDetail; above: React.ReactNode }) {
  const [act, setAct] = useState<ServiceAct | null>(null)
  const manages = useMe().may('serviceAccounts.manage')
  return (
    <Page title={service.name} above={above} meta={<ServiceStatus {...service} />} narrow>
      <Section title={words.facts} actions={manages ? <FactButtons onAct={setAct} /> : null}>
        <Facts
          items={[
            [text.common.role, text.common.roles[service.role]],
            ...(service.disabledAt
              ? [
                  [words.disabled, <TimeText key="disabled" value={service.disabledAt} />] as [
                    string,
                    React.ReactNode,
                  ],
                ]
              : []),
            [words.lastUsed, <LastUsed key="used" {...service} />],
            [words.made, <TimeText key="made" value={service.createdAt} />],
            [words.id, <CopyText key="id" value={service.id} />],
            [
              words.log,
              <Link key="log" to="/admin/audit" search={{ actor: service.id }}>
                {words.history}
              </Link>,
            ],
          ]}
        />
      </Section>
      <ServiceKeys service={service} manages={manages} />
      {manages ? <ServiceDanger service={service} onAct={setAct} /> : null}
      {act ? <ServiceDialog service={service} act={act} onClose={() => setAct(null)} /> : null}
    </Page>
  )
}
