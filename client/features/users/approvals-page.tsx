import { getRouteApi } from '@tanstack/react-router'
import { getQueryKey } from '@trpc/react-query'
import { useCallback, useMemo, useState } from 'react'
import { FilterBar } from '../../components/filter-select.tsx'
import { describeFilters } from '../../components/no-rows.tsx'
import { Page } from '../../components/page.tsx'
import { PagedTable } from '../../components/paged-table.tsx'
import { SearchField } from '../../components/search-field.tsx'
import { totalCount } from '../../lib/format.ts'
import { text } from '../../lib/text.ts'
import { trpc } from '../../lib/trpc.ts'
import { usePages } from '../../lib/use-pages.ts'
import { ApprovalCard, approvalColumns } from './approval-row.tsx'
import { UserActDialog } from './lazy-dialogs.tsx'
import { useMe } from './use-me.ts'
import type { ChosenAct } from './user-act-dialog.tsx'
import { UsersIdentity } from './users-identity.tsx'
import type { ApprovalsSearch } from './users-search.ts'

const words = text.approvals
const route = getRouteApi('/signed-in/admin/approvals')

/** Who has registered and waits for somebody to let them in; who came first stands first. */
export function ApprovalsPage() {
  const { search } = route.useSearch()
  const navigate = route.useNavigate()
  const { client } = trpc.useUtils()
  const { me, may } = useMe()
  const [chosen, setChosen] = useState<ChosenAct | null>(null)
  const input = { search, status: 'pending', sort: 'createdAt', direction: 'asc', limit: 50 } as const
  const waiting = usePages({
    queryKey: getQueryKey(trpc.users.list, input, 'any'),
    load: (cursor) => client.users.list.query({ ...input, cursor }),
  })
  const { total } = waiting
  const change = useCallback(
    (part: ApprovalsSearch) => navigate({ search: (before) => ({ ...before, ...part }), replace: true }),
    [navigate],
  )
  const onSearch = useCallback((value: string) => change({ search: value || undefined }), [change])
  const decides = may('users.moderate')
  const acts = useMemo(() => (me && decides ? { actor: me, onAct: setChosen } : null), [me, decides])
  const columns = useMemo(() => approvalColumns(acts), [acts])
  return (
    <Page
      title={words.title}
      meta={
        total === undefined ? null : words.total(totalCount(total, waiting.totalCapped, text.locale), total)
      }
    >
      <FilterBar>
        <SearchField
          label={may('users.readEmail') ? words.search : text.users.searchMasked}
          value={search ?? ''}
          onChange={onSearch}
        />
      </FilterBar>
      {me && !decides ? <p>{words.readOnly}</p> : null}
      <PagedTable
        list={waiting}
        words={words}
        filters={describeFilters({ [text.components.search]: search && `“${search}”` })}
        onClear={() => change({ search: undefined })}
        caption={words.caption}
        columns={columns}
        minor={['verified']}
        rowId={(user) => user.id}
        renderCard={(user) => <ApprovalCard user={user} acts={acts} />}
        onOpen={(user) => navigate({ to: '/admin/users/$id', params: { id: user.id } })}
        loadingRows={4}
      />
      <UsersIdentity>
        {chosen ? <UserActDialog chosen={chosen} onClose={() => setChosen(null)} /> : null}
      </UsersIdentity>
    </Page>
  )
}
