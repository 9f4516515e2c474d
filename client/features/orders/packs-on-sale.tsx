import { Button } from '@mantine/core'
import { IconCoins } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { ProductView } from '#shared/orders/orders.ts'
import { BusyButton } from '../../components/control/busy-button.tsx'
import { FailureNotice } from '../../components/notice/failure-notice.tsx'
import { Notice } from '../../components/notice/notice.tsx'
import { QueryFailure } from '../../components/notice/query-failure.tsx'
import { ItemRow, ItemRows, LoadingRows } from '../../components/page/item-row.tsx'
import { Section } from '../../components/page/page.tsx'
import { trpc } from '../../lib/api/trpc.ts'
import { newKey } from '../../lib/form/new-key.ts'
import { useAttempt } from '../../lib/form/use-attempt.ts'
import { goToPay } from '../../lib/navigation/go-to-pay.ts'
import { text as words } from '../../lib/text/orders-text.ts'
import { creditsOf, price } from './order-words.tsx'

/** What is on sale, each with its price and the way to pay it. */
export function PacksOnSale() {
  const sale = trpc.orders.products.useQuery()
  const buying = useBuy()
  const { data } = sale
  if (data && !data.open) return <Notice tone="plain">{words.closed}</Notice>
  return (
    <>
      {data?.test ? <Notice tone="waiting">{words.test}</Notice> : null}
      <Section title={words.buyTitle} lead={words.buyLead}>
        {data ? (
          <ItemRows>
            {data.products.map((product) => (
              <ItemRow
                key={product.name}
                Icon={IconCoins}
                name={product.title}
                second={<PackFacts product={product} />}
                end={<Buy product={product} buying={buying} />}
              />
            ))}
          </ItemRows>
        ) : sale.isError ? (
          <QueryFailure error={sale.error} onRetry={sale.refetch} />
        ) : (
          <LoadingRows amount={3} />
        )}
        <FailureNotice failure={buying.failure} secondsLeft={buying.secondsLeft} />
      </Section>
    </>
  )
}

// A title that says how many credits it is has said it.
function PackFacts({ product }: { product: ProductView }) {
  const credits = creditsOf(product.credits)
  return (
    <>
      <span>{price(product)}</span>
      {credits === product.title ? null : <span>{credits}</span>}
    </>
  )
}

function Buy({
  product: { name, title },
  buying,
}: {
  product: ProductView
  buying: ReturnType<typeof useBuy>
}) {
  const { chosen, pending, secondsLeft, buy } = buying
  const label = words.buyOne(title)
  if (pending && chosen !== name)
    return (
      <Button variant="default" disabled aria-label={label}>
        {words.buy}
      </Button>
    )
  return (
    <BusyButton
      variant="default"
      aria-label={label}
      pending={pending}
      disabled={secondsLeft > 0}
      onClick={() => buy(name)}
    >
      {words.buy}
    </BusyButton>
  )
}

// A second press, or a second try after an outage, is the same intent and orders nothing more.
function useBuy() {
  const { client } = trpc.useUtils()
  const navigate = useNavigate()
  const { run, ...attempt } = useAttempt()
  const [intents] = useState(() => new Map<string, string>())
  const [chosen, setChosen] = useState<string | null>(null)
  const buy = (product: string) => {
    setChosen(product)
    const intentKey = intents.get(product) ?? newKey()
    intents.set(product, intentKey)
    return run(async () => {
      const { order, payUrl } = await client.orders.create.mutate({ product, intentKey })
      goToPay(payUrl, () => navigate({ to: '/account/orders/$id', params: { id: order.id } }))
    })
  }
  return { ...attempt, chosen, buy }
}
