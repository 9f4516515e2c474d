import { getRouteApi } from '@tanstack/react-router'
import { getQueryKey } from '@trpc/react-query'
import { useMemo, useState } from 'react'
import { FilterBar, FilterSelect } from '../../components/filter-select.tsx'
import { describeFilters } from '../../components/no-rows.tsx'
import { Page } from '../../components/page.tsx'
import { PagedTable } from '../../components/paged-table.tsx'
import { totalCount } from '../../lib/format.ts'
import { keysOf } from '../../lib/search.ts'
import { text } from '../../lib/text.ts'
import { trpc } from '../../lib/trpc.ts'
import { usePages } from '../../lib/use-pages.ts'
import { InvitationDialog } from './invitation-dialog.tsx'
import { type InvitationAct, InvitationCard, invitationColumns } from './invitation-row.tsx'
import { InviteButtons } from './invite-buttons.tsx'
import { useMe } from './use-me.ts'
import { UsersIdentity } from './users-identity.tsx'
import type { InvitationsSearch } from './users-search.ts'

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
  const change = (search: InvitationsSearch) => navigate({ search, replace: true })
  const manages = may('users.manage')
  const columns = useMemo(() => invitationColumns(manages ? setChosen : null), [manages])
  return (
    <UsersIdentity>
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
    </UsersIdentity>
  )
}
