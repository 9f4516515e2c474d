import { Button } from '@mantine/core'
import { getRouteApi } from '@tanstack/react-router'
import { getQueryKey } from '@trpc/react-query'
import { useMemo, useState } from 'react'
import type { AuditEvent } from '#shared/audit/audit.ts'
import { hasPermission } from '#shared/roles/roles.ts'
import { ViewMenu } from '../../components/filter/view-menu.tsx'
import { Page } from '../../components/page/page.tsx'
import { PagedTable } from '../../components/table/paged-table.tsx'
import { trpc } from '../../lib/api/trpc.ts'
import { usePages } from '../../lib/table/use-pages.ts'
import { useSearchChange } from '../../lib/table/use-search-change.ts'
import { totalCount } from '../../lib/text/format.ts'
import { text } from '../../lib/text/text.ts'
import classes from './audit.module.css'
import { AuditChips, AuditFilters, describeAuditFilters, noFilters } from './audit-filters.tsx'
import { AuditCard, auditColumns } from './audit-row.tsx'
import { type AuditSearch, isGrouped, toFilter, validateAuditSearch } from './audit-search.ts'
import { ExportDialog } from './export-dialog.tsx'
import { VerifyDialog } from './verify-dialog.tsx'

const words = text.audit
const route = getRouteApi('/signed-in/admin/audit/')

/** Everything that was done, the newest first. */
export function AuditPage() {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const queries = trpc.useUtils()
  const { data: me } = trpc.users.me.useQuery()
  const filter = toFilter(search, words, me?.user.id)
  const input = { ...filter, grouped: isGrouped(search) || undefined, limit: 50 }
  const events = usePages({
    queryKey: getQueryKey(trpc.audit.list, input, 'any'),
    load: (cursor) => queries.client.audit.list.query({ ...input, cursor }),
  })
  const { rows, total, totalCapped } = events
  const change = useSearchChange<AuditSearch>(navigate)
  const filters = describeAuditFilters(search, rows)
  const columns = useMemo(() => auditColumns(search), [search])
  const open = ({ id }: AuditEvent) => navigate({ to: '/admin/audit/$id', params: { id }, search })

  return (
    <Page
      title={words.title}
      meta={
        <span className={classes.meta}>
          {total === undefined ? null : words.total(totalCount(total, totalCapped, text.locale), total)}
          <AuditChips search={search} rows={rows} onChange={change} />
        </span>
      }
      actions={<Acts filter={filter} filters={filters} />}
    >
      <AuditFilters
        search={search}
        rows={rows}
        onChange={change}
        end={
          <ViewMenu<AuditSearch>
            list="audit"
            search={search}
            validate={validateAuditSearch}
            onOpen={(view) => navigate({ search: view })}
          />
        }
      />
      <PagedTable<AuditEvent>
        list={events}
        words={words}
        filters={filters}
        onClear={() => change(noFilters)}
        caption={words.title}
        columns={columns}
        minor={['address']}
        rowId={({ id }) => id}
        renderCard={(event) => <AuditCard event={event} search={search} />}
        onOpen={open}
        loadingRows={12}
      />
    </Page>
  )
}

interface ActsProps {
  filter: ReturnType<typeof toFilter>
  filters: string | null
}

function Acts({ filter, filters }: ActsProps) {
  const { data: me } = trpc.users.me.useQuery()
  const [act, setAct] = useState<'verify' | 'export' | null>(null)
  const close = () => setAct(null)
  return (
    <>
      <Button variant="default" onClick={() => setAct('verify')}>
        {words.verify}
      </Button>
      {me && hasPermission(me.user.role, 'export') ? (
        <Button variant="default" onClick={() => setAct('export')}>
          {words.export}
        </Button>
      ) : null}
      {act === 'verify' ? <VerifyDialog onClose={close} /> : null}
      {act === 'export' ? <ExportDialog {...{ filter, filters }} onClose={close} /> : null}
    </>
  )
}
