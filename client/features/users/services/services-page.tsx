import { Button } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { ServiceAccount } from '#shared/service-accounts.ts'
import { QueryFailure } from '../../../components/notice/query-failure.tsx'
import { EmptyState } from '../../../components/page/empty-state.tsx'
import { Page } from '../../../components/page/page.tsx'
import { lazyDialog } from '../../../components/part/lazy-dialog.tsx'
import { DataTable } from '../../../components/table/data-table.tsx'
import { trpc } from '../../../lib/api/trpc.ts'
import { part } from '../../../lib/part/part.ts'
import { text as words } from '../../../lib/text/services-text.ts'
import { ConfirmActor } from '../confirm-actor.tsx'
import { useMe } from '../use-me.ts'
import { ServiceCard, serviceColumns } from './service-row.tsx'

const columns = serviceColumns()
const CreateService = lazyDialog(
  part(() => import('./create-service.tsx')),
  'CreateService',
)

/** Every service account: owners of keys that are no people. */
export function ServicesPage() {
  const { may } = useMe()
  const [creating, setCreating] = useState(false)
  const services = trpc.serviceAccounts.list.useQuery()
  const amount = services.data?.length
  return (
    <ConfirmActor>
      <Page
        title={words.title}
        meta={amount === undefined ? null : `${amount} ${words.total(amount)}`}
        actions={
          may('serviceAccounts.manage') ? (
            <Button onClick={() => setCreating(true)}>{words.create}</Button>
          ) : null
        }
      >
        {services.isError ? (
          <QueryFailure error={services.error} onRetry={services.refetch} />
        ) : amount === 0 ? (
          <EmptyState title={words.emptyTitle}>{words.empty}</EmptyState>
        ) : (
          <Services rows={services.data} />
        )}
        {creating ? <CreateService onClose={() => setCreating(false)} /> : null}
      </Page>
    </ConfirmActor>
  )
}

function Services({ rows }: { rows: ServiceAccount[] | undefined }) {
  const navigate = useNavigate()
  return (
    <DataTable
      caption={words.caption}
      columns={columns}
      minor={['made']}
      rows={rows ?? []}
      rowId={({ id }) => id}
      renderCard={(service) => <ServiceCard service={service} />}
      onOpen={({ id }) => navigate({ to: '/admin/service-accounts/$id', params: { id } })}
      loadingRows={rows ? 0 : 4}
    />
  )
}
