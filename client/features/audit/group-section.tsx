import { useNavigate } from '@tanstack/react-router'
import { getQueryKey } from '@trpc/react-query'
import type { AuditEvent } from '#shared/audit/audit.ts'
import { Section } from '../../components/page/page.tsx'
import { PagedTable } from '../../components/table/paged-table.tsx'
import { trpc } from '../../lib/api/trpc.ts'
import { usePages } from '../../lib/table/use-pages.ts'
import { text } from '../../lib/text/text.ts'
import { AuditCard, auditColumns } from './audit-row.tsx'
import type { AuditSearch } from './audit-search.ts'

const words = text.audit
const shown = ['action', 'subject', 'at']

interface Props {
  id: string
  /** The filters of the list, for the way back. */
  search: AuditSearch
}

/** What one act on many did to each of them. */
export function GroupSection({ id, search }: Props) {
  const navigate = useNavigate()
  const { client } = trpc.useUtils()
  const input = { groupId: id, limit: 50 }
  const events = usePages({
    queryKey: getQueryKey(trpc.audit.list, input, 'any'),
    load: (cursor) => client.audit.list.query({ ...input, cursor }),
  })
  return (
    <Section title={words.groupTitle}>
      <PagedTable<AuditEvent>
        list={events}
        words={{ ...words, emptyTitle: words.groupNone, empty: '' }}
        filters={null}
        onClear={() => {}}
        caption={words.groupTitle}
        columns={auditColumns(search).filter(({ id: column }) => shown.includes(column ?? ''))}
        rowId={(event) => event.id}
        renderCard={(event) => <AuditCard event={event} search={search} />}
        onOpen={(event) => navigate({ to: '/admin/audit/$id', params: { id: event.id }, search })}
        loadingRows={4}
      />
    </Section>
  )
}
