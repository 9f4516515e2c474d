import { useState } from 'react'
import type { SubscriptionView } from '#shared/orders/subscriptions.ts'
import { toast } from '../../../components/notice/toast.tsx'
import { trpc } from '../../../lib/api/trpc.ts'
import { newKey } from '../../../lib/form/new-key.ts'
import { useAttempt } from '../../../lib/form/use-attempt.ts'
import { goToPay } from '../../../lib/navigation/go-to-pay.ts'
import { text as words } from '../../../lib/text/subscriptions-text.ts'

/** Subscribing, changing and looking after the payment, one at a time; `doing` is the one that runs or failed. */
export function usePlanActs() {
  const { client, subscriptions, credits, entitlements } = trpc.useUtils()
  const { run, ...attempt } = useAttempt()
  const [doing, setDoing] = useState<string | null>(null)
  // A second press, or a second try after an outage, is the same intent and subscribes to nothing more.
  const [intents] = useState(() => new Map<string, string>())

  const subscribe = (plan: string) => {
    setDoing(plan)
    const intentKey = intents.get(plan) ?? newKey()
    intents.set(plan, intentKey)
    return run(async () => {
      const { payUrl } = await client.subscriptions.create.mutate({ plan, intentKey })
      goToPay(payUrl, () => {
        intents.delete(plan)
        return subscriptions.mine.invalidate()
      })
    })
  }
  const manage = () => {
    setDoing('manage')
    return run(async () => window.location.assign((await client.orders.portal.mutate()).url))
  }
  /** Throws what the server throws. */
  const change = async (plan: string): Promise<SubscriptionView> => {
    const changed = await client.subscriptions.change.mutate({ plan })
    subscriptions.mine.setData(undefined, changed)
    void Promise.all([credits.invalidate(), entitlements.invalidate()])
    return changed
  }
  const keep = (plan: string) => {
    setDoing('keep')
    return run(async () => toast(words.kept((await change(plan)).title)))
  }
  return { ...attempt, doing, subscribe, manage, change, keep }
}
export type PlanActs = ReturnType<typeof usePlanActs>
