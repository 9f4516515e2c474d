import { isRunning } from '#shared/orders/subscription-statuses.ts'
import type { SubscriptionView } from '#shared/orders/subscriptions.ts'
import { toast } from '../../../components/notice/toast.tsx'
import { toFailure } from '../../../lib/api/failure.ts'
import { trpc } from '../../../lib/api/trpc.ts'
import { useAsking } from '../../../lib/api/use-asking.ts'
import { text as words } from '../../../lib/text/subscriptions-text.ts'

/** From where somebody comes back, as the address of the page says. */
export interface CameBack {
  /** From paying for this subscription. */
  subscription?: string | undefined
  /** From where one looks after one's card and subscription. */
  portal?: 'done' | undefined
}

/**
 * My subscription that runs or waits to be paid. The payment provider is asked about one that waits, and about what
 * somebody comes back from; `confirming` as long as it has not answered. `onSettled` once the address has said enough.
 */
export function useSubscription({ subscription, portal }: CameBack, onSettled: () => void) {
  const { client, subscriptions, credits, entitlements } = trpc.useUtils()
  const mine = trpc.subscriptions.mine.useQuery()
  const known = mine.data ?? null
  const waiting = known !== null && !isRunning(known.status)
  const about = subscription ?? (waiting || portal ? (known?.id ?? null) : null)
  const refresh = async (id: string) => {
    try {
      return await client.subscriptions.refresh.mutate({ id })
    } catch (error) {
      // The address names none of mine.
      if (toFailure(error).status === 404) onSettled()
      throw error
    }
  }
  const answered = useAsking({
    about,
    ask: refresh,
    onAnswer: (answer: SubscriptionView) => {
      if (answer.status === 'created' || answer.status === 'incomplete') {
        subscriptions.mine.setData(undefined, answer)
        return
      }
      if (isRunning(answer.status)) {
        subscriptions.mine.setData(undefined, answer)
        if (!portal) toast(words.confirmed(answer.title))
      } else void subscriptions.mine.invalidate()
      void Promise.all([credits.invalidate(), entitlements.invalidate()])
      onSettled()
    },
  })
  const undecided = known === null ? subscription !== undefined : waiting
  const confirming = undecided && (!answered || known?.status === 'incomplete')
  return { mine, confirming }
}
