import { getRouteApi } from '@tanstack/react-router'
import { getQueryKey } from '@trpc/react-query'
import { useCallback, useMemo, useState } from 'react'
import { FilterBar } from '../../../components/filter/filter-select.tsx'
import { SearchField } from '../../../components/filter/search-field.tsx'
import { Page } from '../../../components/page/page.tsx'
import { describeFilters } from '../../../components/table/no-rows.tsx'
import { PagedTable } from '../../../components/table/paged-table.tsx'
import { trpc } from '../../../lib/api/trpc.ts'
import { usePages } from '../../../lib/table/use-pages.ts'
import { useSearchChange } from '../../../lib/table/use-search-change.ts'
import { totalCount } from '../../../lib/text/format.ts'
import { text } from '../../../lib/text/text.ts'
import { LazyUserActDialog } from '../acts/lazy-user-act-dialog.ts'
import type { ChosenAct } from '../acts/user-act-dialog.tsx'
import { ConfirmActor } from '../confirm-actor.tsx'
import { useMe } from '../use-me.ts'
import type { ApprovalsSearch } from '../users-search.ts'
import { ApprovalCard, approvalColumns } from './approval-row.tsx'

const words = text.approvals
const route = getRouteApi('/signed-in/admin/approvals')

/** New accounts that wait for approval, the oldest first. */
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
  const change = useSearchChange<ApprovalsSearch>(navigate)
  const onSearch = useCallback(
    (value: string, sameStep: boolean) => change({ search: value || undefined }, sameStep),
    [change],
  )
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
      <ConfirmActor>
        {chosen ? <LazyUserActDialog chosen={chosen} onClose={() => setChosen(null)} /> : null}
      </ConfirmActor>
    </Page>
  )
}
