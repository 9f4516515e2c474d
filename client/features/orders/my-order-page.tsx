import { Button } from '@mantine/core'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { OrderView, PayableOrder } from '#shared/orders/orders.ts'
import { ButtonLink } from '../../components/control/button-link.tsx'
import { Facts } from '../../components/detail/facts.tsx'
import { Notice } from '../../components/notice/notice.tsx'
import { Page, Section } from '../../components/page/page.tsx'
import { UnreadPage } from '../../components/page/unread-page.tsx'
import { trpc } from '../../lib/api/trpc.ts'
import { useAsking } from '../../lib/api/use-asking.ts'
import { text as words } from '../../lib/text/orders-text.ts'
import { orderFacts } from './order-facts.tsx'
import { creditsOf, OrderStatusWord } from './order-words.tsx'

const route = getRouteApi('/signed-in/account/orders/$id')

/** One of my orders: what became of it, and where to pay it as long as it is open. */
export function MyOrderPage() {
  const { id } = route.useParams()
  const order = trpc.orders.get.useQuery({ id })
  const above = <Link to="/account/orders">{words.back}</Link>
  if (order.data) return <Details order={order.data} above={above} />
  return <UnreadPage title={words.number} above={above} section={words.facts} query={order} />
}

function Details({ order, above }: { order: OrderView; above: React.ReactNode }) {
  const asked = useAsked(order)
  return (
    <Page title={words.title(order.number)} above={above} meta={<OrderStatusWord {...order} />} narrow>
      <WhatNow order={order} asked={asked} />
      <Section title={words.facts}>
        <Facts items={orderFacts(order)} />
      </Section>
    </Page>
  )
}

type Asked = { payUrl: string | null; done: boolean }

/** Asks the payment provider about an order that is open, until it says something else or it has been asked enough. */
function useAsked({ id, status }: OrderView): Asked {
  const { client, orders, credits } = trpc.useUtils()
  const [payUrl, setPayUrl] = useState<string | null>(null)
  const done = useAsking({
    about: status === 'created' ? id : null,
    ask: (id) => client.orders.refresh.mutate({ id }),
    onAnswer: ({ order, payUrl }: PayableOrder) => {
      setPayUrl(payUrl)
      orders.get.setData({ id }, order)
      if (order.status !== 'created') void Promise.all([orders.mine.invalidate(), credits.invalidate()])
    },
  })
  return { payUrl, done }
}

function WhatNow({ order, asked }: { order: OrderView; asked: Asked }) {
  const { status, credits } = order
  if (status === 'paid' && order.refundedAmount === 0)
    return (
      <Notice
        tone="good"
        title={words.paidTitle}
        action={
          <ButtonLink size="sm" variant="default" to="/account/credits">
            {words.toCredits}
          </ButtonLink>
        }
      >
        {words.paidText(creditsOf(credits))}
      </Notice>
    )
  if (status === 'refunding')
    return (
      <Notice tone="waiting" title={words.refundingTitle}>
        {words.refunding}
      </Notice>
    )
  if (status === 'deleted')
    return (
      <Notice tone="plain" title={words.givenUpTitle}>
        {words.givenUp}
      </Notice>
    )
  if (status !== 'created') return null
  if (!asked.done || asked.payUrl === null)
    return (
      <Notice tone="waiting" title={words.confirmingTitle}>
        {words.confirming}
      </Notice>
    )
  return (
    <Notice
      tone="plain"
      title={words.unpaidTitle}
      action={
        <Button component="a" size="sm" href={asked.payUrl}>
          {words.pay}
        </Button>
      }
    >
      {words.unpaid}
    </Notice>
  )
}
