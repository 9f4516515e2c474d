import { Button } from '@mantine/core'
import { getRouteApi, Link } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import type { AdminOrderDetail } from '#shared/orders/orders.ts'
import { hasPermission } from '#shared/roles/roles.ts'
import { shown } from '../../components/credits/credit-words.ts'
import { CopyText } from '../../components/detail/copy-text.tsx'
import { Facts } from '../../components/detail/facts.tsx'
import { TimeText } from '../../components/detail/time-text.tsx'
import { Notice } from '../../components/notice/notice.tsx'
import { Page, Section } from '../../components/page/page.tsx'
import { UnreadPage } from '../../components/page/unread-page.tsx'
import { lazyDialog } from '../../components/part/lazy-dialog.tsx'
import { trpc } from '../../lib/api/trpc.ts'
import { useIntervalWithoutNews, useLiveRefresh } from '../../lib/live/use-live-refresh.ts'
import { part } from '../../lib/part/part.ts'
import { text as words } from '../../lib/text/orders-text.ts'
import type { OrderActName } from './order-dialogs.tsx'
import { orderFacts } from './order-facts.tsx'
import { Buyer } from './order-row.tsx'
import { OrderStatusWord } from './order-words.tsx'

const route = getRouteApi('/signed-in/admin/orders/$id')
const refreshEveryMs = 15_000
const OrderDialog = lazyDialog(
  part(() => import('./order-dialogs.tsx')),
  'OrderDialog',
)

/** One order: what it is, what became of it, and what can be done about it. */
export function OrderPage() {
  const { id } = route.useParams()
  const order = trpc.orders.view.useQuery({ id }, { refetchInterval: useIntervalWithoutNews(refreshEveryMs) })
  useLiveRefresh('orders', order.refetch)
  const above = <Link to="/admin/orders">{words.back}</Link>
  if (order.data) return <Details order={order.data} above={above} />
  return <UnreadPage title={words.number} above={above} section={words.facts} query={order} />
}

function Details({ order, above }: { order: AdminOrderDetail; above: ReactNode }) {
  const [act, setAct] = useState<OrderActName | null>(null)
  const { data: me } = trpc.users.me.useQuery()
  const manages = me !== undefined && hasPermission(me.user.role, 'orders.manage')
  return (
    <Page title={words.title(order.number)} above={above} meta={<OrderStatusWord {...order} />} narrow>
      {order.attention ? (
        <Notice
          tone="danger"
          title={words.attentionTitle}
          action={
            manages ? (
              <Button size="sm" variant="default" onClick={() => setAct('resolve')}>
                {words.resolve}
              </Button>
            ) : null
          }
        >
          {words.attention[order.attention]}
        </Notice>
      ) : null}
      <Section
        title={words.facts}
        actions={
          manages && order.refundable > 0 ? (
            <Button variant="default" onClick={() => setAct('refund')}>
              {words.refund}
            </Button>
          ) : null
        }
      >
        <Facts
          items={[
            [words.buyer, <Buyer key="buyer" {...order} />],
            ...orderFacts(order),
            ...adminFacts(order),
          ]}
        />
      </Section>
      {act ? <OrderDialog act={act} order={order} onClose={() => setAct(null)} /> : null}
    </Page>
  )
}

function adminFacts({ id, shortfall, checkedAt, payment, test }: AdminOrderDetail) {
  const facts: ([name: string, value: ReactNode] | false)[] = [
    shortfall > 0 && [words.shortfall, shown(shortfall)],
    checkedAt !== null && [words.checked, <TimeText key="checked" value={checkedAt} />],
    payment !== null && [
      words.payment,
      <a key="payment" href={paymentPage(payment, test)} target="_blank" rel="noreferrer">
        {words.atStripe}
      </a>,
    ],
    ['ID', <CopyText key="id" value={id} />],
    [
      words.log,
      <Link key="log" to="/admin/audit" search={{ subject: id }}>
        {words.history}
      </Link>,
    ],
  ]
  return facts.filter((fact) => fact !== false)
}

const paymentPage = (payment: string, test: boolean) =>
  `https://dashboard.stripe.com/${test ? 'test/' : ''}payments/${encodeURIComponent(payment)}`
