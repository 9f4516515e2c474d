import { getRouteApi, Link } from '@tanstack/react-router'
import { getQueryKey } from '@trpc/react-query'
import { ExportButton } from '../../components/control/export-button.tsx'
import { FilterBar, FilterSelect } from '../../components/filter/filter-select.tsx'
import { SearchField } from '../../components/filter/search-field.tsx'
import { Notice } from '../../components/notice/notice.tsx'
import { Page } from '../../components/page/page.tsx'
import { describeFilters } from '../../components/table/no-rows.tsx'
import { PagedTable } from '../../components/table/paged-table.tsx'
import { createStreamApi } from '../../lib/api/stream-api.ts'
import { trpc } from '../../lib/api/trpc.ts'
import { useIntervalWithoutNews, useLiveRefresh } from '../../lib/live/use-live-refresh.ts'
import { keysOf } from '../../lib/navigation/search-params.ts'
import { useListAddress } from '../../lib/table/use-list-address.ts'
import { usePages } from '../../lib/table/use-pages.ts'
import { count, totalCount } from '../../lib/text/format.ts'
import { text as words } from '../../lib/text/orders-text.ts'
import { text } from '../../lib/text/text.ts'
import { OrderCard, orderColumns } from './order-row.tsx'
import type { OrdersSearch } from './orders-search.ts'

const route = getRouteApi('/signed-in/admin/orders/')
const refreshEveryMs = 15_000
const { all: _, ...filterWords } = words.filters
const statusOptions = keysOf(filterWords).map((value) => ({ value, label: filterWords[value] }))
const noFilters = { search: undefined, status: undefined } satisfies OrdersSearch

/** What was bought, by whom, and what became of it; what wants a look is said first. */
export function OrdersPage() {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const filter = { search: search.search, status: search.status ?? ('all' as const) }
  const orders = useOrders(filter)
  const { total } = orders
  const { change, find } = useListAddress<OrdersSearch>(orders, search, navigate)
  const filters = describeFilters({
    [text.components.search]: search.search && `“${search.search}”`,
    [text.common.status]: search.status && words.filters[search.status],
  })
  return (
    <Page
      title={words.adminTitle}
      meta={
        total === undefined ? null : words.total(totalCount(total, orders.totalCapped, text.locale), total)
      }
    >
      <Waiting shown={search.status === 'attention'} />
      <FilterBar
        filtered={filters !== null}
        onClear={() => change(noFilters)}
        end={
          <ExportButton
            file="orders"
            words={words}
            subscribe={(hear) => createStreamApi().orders.export.subscribe(filter, hear)}
          />
        }
      >
        <SearchField label={words.search} value={search.search ?? ''} onChange={find} />
        <FilterSelect
          label={text.common.status}
          any={words.anyStatus}
          options={statusOptions}
          value={search.status}
          onChange={(status) => change({ status })}
        />
      </FilterBar>
      <PagedTable
        list={orders}
        words={{ ...words, empty: words.adminEmpty }}
        filters={filters}
        onClear={() => change(noFilters)}
        caption={words.caption}
        columns={orderColumns}
        minor={['at']}
        rowId={({ id }) => id}
        renderCard={(order) => <OrderCard order={order} />}
        onOpen={({ id }) => navigate({ to: '/admin/orders/$id', params: { id } })}
        loadingRows={12}
      />
    </Page>
  )
}

function useOrders(filter: {
  search: string | undefined
  status: NonNullable<OrdersSearch['status']> | 'all'
}) {
  const {
    client,
    orders: { stats },
  } = trpc.useUtils()
  const input = { ...filter, limit: 50 }
  const orders = usePages({
    queryKey: getQueryKey(trpc.orders.list, input, 'any'),
    load: (cursor) => client.orders.list.query({ ...input, cursor }),
    refetchInterval: useIntervalWithoutNews(refreshEveryMs),
  })
  const refresh = () => Promise.all([orders.refresh(), stats.invalidate()])
  // A question a page, and what wants a look.
  useLiveRefresh('orders', refresh, { cost: 1 + Math.max(1, orders.pages) })
  return orders
}

/** Whether anything can be bought, and how many orders want a look. */
function Waiting({ shown }: { shown: boolean }) {
  const sale = trpc.orders.products.useQuery()
  const stats = trpc.orders.stats.useQuery({}, { refetchInterval: useIntervalWithoutNews(refreshEveryMs) })
  const waiting = stats.data?.attention ?? 0
  return (
    <>
      {sale.data && !sale.data.open ? <Notice tone="plain">{words.adminOff}</Notice> : null}
      {waiting > 0 && !shown ? (
        <Notice
          tone="danger"
          action={
            <Link to="/admin/orders" search={{ status: 'attention' }}>
              {words.showWaiting}
            </Link>
          }
        >
          {words.waiting(count(waiting, text.locale), waiting)}
        </Notice>
      ) : null}
    </>
  )
}
