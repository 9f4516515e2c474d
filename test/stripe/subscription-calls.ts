import { type NewPrice, StripeRefusal, type TestSession } from './stripe-account.ts'
import type { StripeObjects } from './stripe-objects.ts'
import type { TestSubscription } from './subscription-objects.ts'

interface Call {
  /** As `POST /v1/subscriptions/sub_1`. */
  call: string
  body: URLSearchParams
  /** Where the pages are that Stripe hosts. */
  url: string
}

const priceOf = (body: URLSearchParams, item: string): NewPrice => ({
  product: body.get(`${item}[price_data][product]`) ?? '',
  unit_amount: Number(body.get(`${item}[price_data][unit_amount]`)),
  currency: body.get(`${item}[price_data][currency]`) ?? '',
})

/** What Stripe answers to a call that is about a subscription; undefined for another one. */
export function answerSubscriptionCall(objects: StripeObjects, { call, body, url }: Call): unknown {
  const [, method, kind, id = '', act] =
    /^(\w+) \/v1\/([a-z_]+(?:\/sessions)?)(?:\/(\w+))?(?:\/(\w+))?$/.exec(call) ?? []
  switch (`${method} ${kind}${id && '/id'}${act ? `/${act}` : ''}`) {
    case 'POST products':
      return objects.createProduct(body.get('id') ?? '', body.get('name') ?? '')
    case 'POST checkout/sessions':
      return body.get('mode') === 'subscription' ? createSession(objects, body, url) : undefined
    case 'POST checkout/sessions/id/expire':
      if (objects.session(id).status !== 'open') throw new StripeRefusal('session_not_open')
      objects.expire(id)
      return objects.session(id)
    case 'GET subscriptions/id':
      return objects.subscription(id)
    case 'POST subscriptions/id':
      return update(objects, objects.subscription(id), body)
    case 'DELETE subscriptions/id':
      return objects.cancel(id)
    case 'POST billing_portal/sessions': {
      const portal = objects.openPortal(body.get('customer') ?? '', body.get('return_url') ?? '')
      return { ...portal, object: 'billing_portal.session', url: `${url}/p/session/${portal.id}` }
    }
    default:
      return undefined
  }
}

function createSession(objects: StripeObjects, body: URLSearchParams, url: string): TestSession {
  const subscribes = priceOf(body, 'line_items[0]')
  const customer = body.get('customer')
  if (!objects.products.has(subscribes.product)) throw new StripeRefusal('resource_missing')
  if (customer !== null && !objects.customers.has(customer)) throw new StripeRefusal('resource_missing')
  if (body.get('line_items[0][price_data][recurring][interval]') !== 'month')
    throw new StripeRefusal('parameter_missing')
  const session = objects.createSession({
    amount_total: subscribes.unit_amount,
    currency: subscribes.currency,
    client_reference_id: body.get('client_reference_id'),
    expires_at: Number(body.get('expires_at')),
  })
  return Object.assign(session, {
    subscribes,
    customer,
    subscription: null,
    subscription_metadata: { subscription: body.get('subscription_data[metadata][subscription]') ?? '' },
    success_url: body.get('success_url') ?? '',
    cancel_url: body.get('cancel_url') ?? '',
    url: `${url}/c/pay/${session.id}`,
  })
}

function update(objects: StripeObjects, { id, items }: TestSubscription, body: URLSearchParams) {
  if (body.get('items[0][id]') !== items.data[0].id) throw new StripeRefusal('resource_missing')
  const price = priceOf(body, 'items[0]')
  if (!objects.products.has(price.product)) throw new StripeRefusal('resource_missing')
  const charges = body.get('proration_behavior') === 'always_invoice'
  // Ours asks for nothing else where there is something to pay.
  if (charges && body.get('payment_behavior') !== 'error_if_incomplete')
    throw new StripeRefusal('parameter_missing')
  const at = body.get('proration_date')
  return objects.change(id, price, { charges, ...(at !== null && { at: Number(at) }) })
}
