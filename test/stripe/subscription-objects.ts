import { addMonths } from './add-months.ts'
import { type NewPrice, StripeRefusal, type TestEvent, type TestSession } from './stripe-account.ts'

export interface TestPrice extends NewPrice {
  id: string
  object: 'price'
  recurring: { interval: 'month'; interval_count: 1 }
}

/** What Stripe keeps of a subscription: the fields that ours reads. */
export interface TestSubscription {
  id: string
  object: 'subscription'
  status: 'incomplete' | 'incomplete_expired' | 'active' | 'past_due' | 'unpaid' | 'canceled'
  customer: string
  metadata: Record<string, string>
  billing_cycle_anchor: number
  cancel_at: number | null
  cancel_at_period_end: boolean
  ended_at: number | null
  livemode: boolean
  items: {
    object: 'list'
    data: [
      {
        id: string
        object: 'subscription_item'
        price: TestPrice
        current_period_start: number
        current_period_end: number
      },
    ]
  }
}

/** What was asked of a customer. */
export interface TestInvoice {
  id: string
  object: 'invoice'
  customer: string
  /** In the smallest unit; for a change in the middle of a month the difference of the prices. */
  total: number
  status: 'paid' | 'open'
  parent: { type: 'subscription_details'; subscription_details: { subscription: string } }
}

/** The account that the subscriptions are a part of. */
export interface TestAccount {
  livemode: boolean
  sessions: Map<string, TestSession>
  newId(kind: string): string
  tell(type: string, object: unknown): TestEvent
}

/** What an account at Stripe holds of subscriptions, and what customers, cards and time do to them. */
export function createSubscriptionObjects({ livemode, sessions, newId, tell }: TestAccount) {
  const subscriptions = new Map<string, TestSubscription>()
  const products = new Map<string, { id: string; name: string }>()
  const customers = new Set<string>()
  const portals = new Map<string, { id: string; customer: string; return_url: string }>()
  const invoices: TestInvoice[] = []
  /** Customers whose card is refused from now on. */
  const declined = new Set<string>()
  const nowSeconds = () => Math.floor(Date.now() / 1000)

  function get(id: string): TestSubscription {
    const found = subscriptions.get(id)
    if (!found) throw new StripeRefusal('resource_missing', 404)
    return found
  }

  /** One that is not over. */
  function live(id: string): TestSubscription {
    const found = get(id)
    if (found.status === 'canceled' || found.status === 'incomplete_expired')
      throw new StripeRefusal('resource_missing', 404)
    return found
  }

  const tellUpdated = (changed: TestSubscription) => tell('customer.subscription.updated', changed)

  function bill({ id, customer }: TestSubscription, total: number, paid: boolean): TestEvent {
    const parent = { type: 'subscription_details', subscription_details: { subscription: id } } as const
    const status = paid ? 'paid' : 'open'
    const invoice: TestInvoice = { id: newId('in'), object: 'invoice', customer, total, status, parent }
    invoices.push(invoice)
    return tell(paid ? 'invoice.paid' : 'invoice.payment_failed', invoice)
  }

  const newPrice = (price: NewPrice): TestPrice => ({
    ...price,
    id: newId('price'),
    object: 'price',
    recurring: { interval: 'month', interval_count: 1 },
  })

  function end(ended: TestSubscription, at = nowSeconds()): TestSubscription {
    Object.assign(ended, { status: 'canceled', ended_at: at })
    tell('customer.subscription.deleted', ended)
    return ended
  }

  return {
    subscriptions,
    products,
    customers,
    portals,
    invoices,
    declined,
    subscription: get,

    createProduct(id: string, name: string) {
      if (products.has(id)) throw new StripeRefusal('resource_already_exists')
      const product = { id, object: 'product', name }
      products.set(id, product)
      return product
    },

    /** A customer pays the first month at the place that a session is, now unless told. */
    subscribe(sessionId: string, { at: start = nowSeconds() } = {}): TestSubscription {
      const session = sessions.get(sessionId)
      if (!session?.subscribes) throw new StripeRefusal('resource_missing', 404)
      if (session.status !== 'open') throw new StripeRefusal('session_not_open')
      const customer = session.customer ?? newId('cus')
      customers.add(customer)
      const item = {
        id: newId('si'),
        object: 'subscription_item',
        price: newPrice(session.subscribes),
        current_period_start: start,
        current_period_end: addMonths(start, 1),
      } as const
      const made: TestSubscription = {
        id: newId('sub'),
        object: 'subscription',
        status: 'active',
        customer,
        metadata: session.subscription_metadata ?? {},
        billing_cycle_anchor: start,
        cancel_at: null,
        cancel_at_period_end: false,
        ended_at: null,
        livemode,
        items: { object: 'list', data: [item] },
      }
      subscriptions.set(made.id, made)
      Object.assign(session, {
        status: 'complete',
        payment_status: 'paid',
        subscription: made.id,
        customer,
        url: null,
      })
      tell('customer.subscription.created', made)
      bill(made, session.subscribes.unit_amount, true)
      tell('checkout.session.completed', session)
      return made
    },

    /** A period ends and the next one begins, paid or not; one that was to end does. */
    renew(id: string, { paid = true } = {}): TestSubscription {
      const renewed = live(id)
      const [item] = renewed.items.data
      if (renewed.cancel_at !== null) return end(renewed, item.current_period_end)
      const start = item.current_period_end
      let months = 1
      while (addMonths(renewed.billing_cycle_anchor, months) <= start) months += 1
      Object.assign(item, {
        current_period_start: start,
        current_period_end: addMonths(renewed.billing_cycle_anchor, months),
      })
      renewed.status = paid ? 'active' : 'past_due'
      bill(renewed, item.price.unit_amount, paid)
      tellUpdated(renewed)
      return renewed
    },

    /** A payment that had failed is made after all. */
    recover(id: string): TestSubscription {
      const recovered = live(id)
      if (recovered.status !== 'past_due' && recovered.status !== 'unpaid')
        throw new StripeRefusal('invoice_already_paid')
      recovered.status = 'active'
      bill(recovered, recovered.items.data[0].price.unit_amount, true)
      tellUpdated(recovered)
      return recovered
    },

    /** Stripe stops to try a payment that fails, as the account has it set. */
    giveUp(id: string, becomes: 'canceled' | 'unpaid'): TestSubscription {
      const failed = live(id)
      if (failed.status !== 'past_due') throw new StripeRefusal('subscription_not_past_due')
      if (becomes === 'canceled') return end(failed)
      failed.status = 'unpaid'
      tellUpdated(failed)
      return failed
    },

    cancelAtPeriodEnd(id: string): TestSubscription {
      const canceled = live(id)
      canceled.cancel_at_period_end = true
      canceled.cancel_at = canceled.items.data[0].current_period_end
      tellUpdated(canceled)
      return canceled
    },

    /** A cancellation is taken back before it counts. */
    keep(id: string): TestSubscription {
      const kept = Object.assign(live(id), { cancel_at_period_end: false, cancel_at: null })
      tellUpdated(kept)
      return kept
    },

    cancel: (id: string): TestSubscription => end(live(id)),

    /** Another price: `charges` asks for the difference at once, and a card that is refused changes nothing. */
    /** `at` is from when on the difference is charged, as a part of the period; now unless given. */
    change(
      id: string,
      price: NewPrice,
      { charges, at = nowSeconds() }: { charges: boolean; at?: number },
    ): TestSubscription {
      const changed = live(id)
      const [item] = changed.items.data
      const { current_period_start: start, current_period_end: stop } = item
      if (charges && (at < start || at > stop)) throw new StripeRefusal('parameter_invalid')
      const part = (stop - at) / (stop - start)
      const difference = Math.round((price.unit_amount - item.price.unit_amount) * part)
      if (charges && difference > 0 && declined.has(changed.customer))
        throw new StripeRefusal('card_declined', 402)
      item.price = newPrice(price)
      if (charges && difference > 0) bill(changed, difference, true)
      tellUpdated(changed)
      return changed
    },

    openPortal(customer: string, return_url: string) {
      if (!customers.has(customer)) throw new StripeRefusal('resource_missing', 404)
      const portal = { id: newId('bps'), customer, return_url }
      portals.set(portal.id, portal)
      return portal
    },

    /** So much time passes: what is dated moves into the past, and months are counted from where they begin then. */
    passTime(id: string, seconds: number): TestSubscription {
      const moved = get(id)
      const [item] = moved.items.data
      const { billing_cycle_anchor: anchor } = moved
      const nth = (moment: number) => {
        let months = 0
        while (addMonths(anchor, months) < moment) months += 1
        return addMonths(anchor - seconds, months)
      }
      const [start, stop] = [nth(item.current_period_start), nth(item.current_period_end)]
      if (moved.cancel_at !== null) moved.cancel_at = stop
      Object.assign(item, { current_period_start: start, current_period_end: stop })
      moved.billing_cycle_anchor = anchor - seconds
      if (moved.ended_at !== null) moved.ended_at -= seconds
      return moved
    },
  }
}
