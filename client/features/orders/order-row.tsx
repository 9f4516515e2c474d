import { Link } from '@tanstack/react-router'
import type { AdminOrder } from '#shared/orders/orders.ts'
import { TimeText } from '../../components/detail/time-text.tsx'
import { StatusWord } from '../../components/notice/status-word.tsx'
import { CardLines, type Column, NameCell } from '../../components/table/data-table.tsx'
import { text as words } from '../../lib/text/orders-text.ts'
import { text } from '../../lib/text/text.ts'
import { OrderStatusWord, price } from './order-words.tsx'

function OrderName({ order: { id, number, title } }: { order: AdminOrder }) {
  return (
    <NameCell
      name={
        <Link to="/admin/orders/$id" params={{ id }}>
          {words.title(number)}
        </Link>
      }
      second={title}
    />
  )
}

/** Who bought it, as the way to their page. */
export function Buyer({ owner }: Pick<AdminOrder, 'owner'>) {
  if (!owner) return words.erased
  return (
    <Link to="/admin/users/$id" params={{ id: owner.id }}>
      {owner.name}
    </Link>
  )
}

function State({ order }: { order: AdminOrder }) {
  if (order.attention) return <StatusWord tone="danger">{words.attentionTitle}</StatusWord>
  return <OrderStatusWord {...order} />
}

/** The columns of the console's list of orders. */
export const orderColumns: Column<AdminOrder>[] = [
  { id: 'order', header: words.number, cell: ({ row }) => <OrderName order={row.original} /> },
  {
    id: 'buyer',
    header: words.buyer,
    cell: ({ row }) => (
      <NameCell name={<Buyer {...row.original} />} second={row.original.owner?.email ?? ''} />
    ),
  },
  { id: 'amount', header: words.amount, cell: ({ row }) => price(row.original) },
  { id: 'status', header: text.common.status, cell: ({ row }) => <State order={row.original} /> },
  { id: 'at', header: words.ordered, cell: ({ row }) => <TimeText value={row.original.createdAt} /> },
]

/** The same row where there is no room for columns. */
export function OrderCard({ order }: { order: AdminOrder }) {
  return (
    <CardLines
      title={<OrderName order={order} />}
      end={price(order)}
      lines={[<Buyer key="buyer" {...order} />, <State key="state" order={order} />]}
    />
  )
}
