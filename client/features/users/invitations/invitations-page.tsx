import { getRouteApi } from '@tanstack/react-router'
import { getQueryKey } from '@trpc/react-query'
import { useMemo, useState } from 'react'
import { FilterBar, FilterSelect } from '../../../components/filter/filter-select.tsx'
import { Page } from '../../../components/page/page.tsx'
import { describeFilters } from '../../../components/table/no-rows.tsx'
import { PagedTable } from '../../../components/table/paged-table.tsx'
import { trpc } from '../../../lib/api/trpc.ts'
import { keysOf } from '../../../lib/navigation/search-params.ts'
import { usePages } from '../../../lib/table/use-pages.ts'
import { totalCount } from '../../../lib/text/format.ts'
import { text } from '../../../lib/text/text.ts'
import { ConfirmActor } from '../confirm-actor.tsx'
import { useMe } from '../use-me.ts'
import type { InvitationsSearch } from '../users-search.ts'
import { InvitationDialog } from './invitation-dialog.tsx'
import { type InvitationAct, InvitationCard, invitationColumns } from './invitation-row.tsx'
import { InviteButtons } from './invite-buttons.tsx'

const words = text.invitations
const route = getRouteApi('/signed-in/admin/invitations')
const statusOptions = keysOf(words.statuses).map((value) => ({ value, label: words.statuses[value] }))

/** Who was invited, by whom, and what became of it. */
export function InvitationsPage() {
  const { status } = route.useSearch()
  const navigate = route.useNavigate()
  const { client } = trpc.useUtils()
  const { may } = useMe()
  const [chosen, setChosen] = useState<InvitationAct | null>(null)
  const input = { status, limit: 50 }
  const invitations = usePages({
    queryKey: getQueryKey(trpc.invitations.list, input, 'any'),
    load: (cursor) => client.invitations.list.query({ ...input, cursor }),
  })
  const { total } = invitations
  const change = (search: InvitationsSearch) => navigate({ search })
  const manages = may('users.manage')
  const columns = useMemo(() => invitationColumns(manages ? setChosen : null), [manages])
  return (
    <ConfirmActor>
      <Page
        title={words.title}
        meta={
          total === undefined
            ? null
            : words.total(totalCount(total, invitations.totalCapped, text.locale), total)
        }
        actions={manages ? <InviteButtons create={false} /> : null}
      >
        <FilterBar>
          <FilterSelect
            label={text.common.status}
            any={words.anyStatus}
            options={statusOptions}
            value={status}
            onChange={(value) => change({ status: value })}
          />
        </FilterBar>
        <PagedTable
          list={invitations}
          words={words}
          filters={describeFilters({ [text.common.status]: status && words.statuses[status] })}
          onClear={() => change({})}
          caption={words.caption}
          columns={columns}
          minor={['by']}
          rowId={(invitation) => invitation.id}
          renderCard={(invitation) => (
            <InvitationCard invitation={invitation} onAct={manages ? setChosen : null} />
          )}
          loadingRows={6}
        />
        <InvitationDialog chosen={chosen} onClose={() => setChosen(null)} />
      </Page>
    </ConfirmActor>
  )
}
