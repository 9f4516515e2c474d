import { getRouteApi } from '@tanstack/react-router'
import { getQueryKey } from '@trpc/react-query'
import { ExportButton } from '../../components/control/export-button.tsx'
import { FilterBar, FilterSelect } from '../../components/filter/filter-select.tsx'
import { SearchField } from '../../components/filter/search-field.tsx'
import { Page } from '../../components/page/page.tsx'
import { PagedTable } from '../../components/table/paged-table.tsx'
import { createStreamApi } from '../../lib/api/stream-api.ts'
import { trpc } from '../../lib/api/trpc.ts'
import { useIntervalWithoutNews, useLiveRefresh } from '../../lib/live/use-live-refresh.ts'
import { useListAddress } from '../../lib/table/use-list-address.ts'
import { usePages } from '../../lib/table/use-pages.ts'
import { totalCount } from '../../lib/text/format.ts'
import { text as owners } from '../../lib/text/owners-text.ts'
import { text } from '../../lib/text/text.ts'
import { OwnerCard, ownerColumns, pageOf } from './owner-row.tsx'
import { nextSort, noFilters, orderOf, ownersFilterWords, toOwnersInput } from './owners-query.ts'
import type { OwnersSearch } from './owners-search.ts'

const words = owners
const route = getRouteApi('/signed-in/admin/credits')
const refreshEveryMs = 15_000
const boundOptions = [{ value: 'near', label: words.nearQuota }] as const

/** Who has credits: how many, and what they spent of them this month. */
export function OwnersPage() {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const input = toOwnersInput(search)
  const owners = useOwners(input)
  const { total } = owners
  const { change, find } = useListAddress<OwnersSearch>(owners, search, navigate)
  const { sort, direction } = orderOf(search)
  const filters = ownersFilterWords(search)
  return (
    <Page
      title={words.title}
      meta={
        total === undefined ? null : words.total(totalCount(total, owners.totalCapped, text.locale), total)
      }
    >
      <FilterBar
        filtered={filters !== null}
        onClear={() => change(noFilters)}
        end={
          <ExportButton
            file="balances"
            words={words}
            subscribe={(hear) => createStreamApi().credits.exportOwners.subscribe(input, hear)}
          />
        }
      >
        <SearchField label={text.users.search} value={search.search ?? ''} onChange={find} />
        <FilterSelect
          label={words.bound}
          any={words.anyBound}
          options={boundOptions}
          value={search.bound}
          onChange={(bound) => change({ bound })}
        />
      </FilterBar>
      <PagedTable
        list={owners}
        words={words}
        filters={filters}
        onClear={() => change(noFilters)}
        caption={words.caption}
        columns={ownerColumns}
        minor={['held', 'plan']}
        rowId={({ ownerId }) => ownerId}
        renderCard={(owner) => <OwnerCard owner={owner} />}
        onOpen={({ user }) => {
          if (user) navigate(pageOf(user))
        }}
        loadingRows={12}
        sorting={{
          column: sort,
          direction,
          columns: words.sortBy,
          onSort: (column) => change(nextSort(search, column)),
        }}
      />
    </Page>
  )
}

function useOwners(input: ReturnType<typeof toOwnersInput>) {
  const { client } = trpc.useUtils()
  const owners = usePages({
    queryKey: getQueryKey(trpc.credits.owners, { ...input, limit: 50 }, 'any'),
    load: (cursor) => client.credits.owners.query({ ...input, limit: 50, cursor }),
    refetchInterval: useIntervalWithoutNews(refreshEveryMs),
  })
  // A question a page.
  useLiveRefresh('credits', owners.refresh, { cost: Math.max(1, owners.pages) })
  return owners
}
