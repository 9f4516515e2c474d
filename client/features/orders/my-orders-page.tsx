import { Link, useNavigate } from '@tanstack/react-router'
import { getQueryKey } from '@trpc/react-query'
import type { OrderView } from '#shared/orders/orders.ts'
import { TimeText } from '../../components/detail/time-text.tsx'
import { Page, Section } from '../../components/page/page.tsx'
import { CardLines, type Column } from '../../components/table/data-table.tsx'
import { PagedTable } from '../../components/table/paged-table.tsx'
import { trpc } from '../../lib/api/trpc.ts'
import { usePages } from '../../lib/table/use-pages.ts'
import { text as words } from '../../lib/text/orders-text.ts'
import { text } from '../../lib/text/text.ts'
import { OrderStatusWord, price } from './order-words.tsx'
import { PacksOnSale } from './packs-on-sale.tsx'

/** What can be bought, and what I bought. */
export function MyOrdersPage() {
  const navigate = useNavigate()
  const { client } = trpc.useUtils()
  const input = { limit: 20 }
  const mine = usePages({
    queryKey: getQueryKey(trpc.orders.mine, input, 'any'),
    load: (cursor) => client.orders.mine.query({ ...input, cursor }),
  })
  return (
    <Page title={words.mine}>
      <PacksOnSale />
      <Section title={words.yoursTitle}>
        <PagedTable
          list={mine}
          words={words}
          filters={null}
          onClear={() => {}}
          caption={words.yoursTitle}
          columns={columns}
          rowId={({ id }) => id}
          renderCard={(order) => <OrderCard order={order} />}
          onOpen={({ id }) => navigate({ to: '/account/orders/$id', params: { id } })}
          loadingRows={3}
        />
      </Section>
    </Page>
  )
}

function OrderLink({ order: { id, number } }: { order: OrderView }) {
  return (
    <Link to="/account/orders/$id" params={{ id }}>
      {words.title(number)}
    </Link>
  )
}

const columns: Column<OrderView>[] = [
  { id: 'number', header: words.number, cell: ({ row }) => <OrderLink order={row.original} /> },
  { id: 'product', header: words.product, cell: ({ row }) => row.original.title },
  { id: 'amount', header: words.amount, cell: ({ row }) => price(row.original) },
  { id: 'status', header: text.common.status, cell: ({ row }) => <OrderStatusWord {...row.original} /> },
  { id: 'at', header: words.ordered, cell: ({ row }) => <TimeText value={row.original.createdAt} /> },
]

function OrderCard({ order }: { order: OrderView }) {
  return (
    <CardLines
      title={<OrderLink order={order} />}
      end={price(order)}
      lines={[order.title, <OrderStatusWord key="status" {...order} />]}
    />
  )
}
