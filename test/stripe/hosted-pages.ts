import type { StripeObjects } from './stripe-objects.ts'

/** What a page that Stripe hosts answers a browser with. */
export type HostedAnswer = { html: string } | { location: string }

/**
 * The pages that Stripe hosts, as plain as can be: a place to pay a subscription (`/c/pay/cs_…`), and the portal where its
 * customer cancels it, or takes that back (`/p/session/bps_…`). Null for another path.
 */
export function answerHostedPage(
  objects: StripeObjects,
  { path, pressed }: { path: string; pressed: string | null },
): HostedAnswer | null {
  const [, kind, id = ''] = /^\/(c\/pay|p\/session)\/(\w+)$/.exec(path) ?? []
  if (kind === 'c/pay') return answerCheckout(objects, { path, id, pressed })
  if (kind === 'p/session') return answerPortal(objects, { path, id, pressed })
  return null
}

interface Pressed {
  path: string
  id: string
  /** The button; null when the page is only opened. */
  pressed: string | null
}

function answerCheckout(objects: StripeObjects, { path, id, pressed }: Pressed): HostedAnswer {
  const session = objects.session(id)
  if (pressed === 'Pay') objects.subscribe(id)
  if (pressed !== null)
    return { location: (pressed === 'Pay' ? session.success_url : session.cancel_url) ?? '/' }
  return { html: page('Checkout', path, session.status === 'open' ? ['Pay', 'Leave'] : ['Leave']) }
}

function answerPortal(objects: StripeObjects, { path, id, pressed }: Pressed): HostedAnswer {
  const portal = objects.portals.get(id)
  const own = [...objects.subscriptions.values()].find(
    ({ customer, status }) => customer === portal?.customer && status !== 'canceled',
  )
  if (pressed === 'Return') return { location: portal?.return_url ?? '/' }
  if (own && pressed === 'Cancel subscription') objects.cancelAtPeriodEnd(own.id)
  if (own && pressed === 'Keep subscription') objects.keep(own.id)
  if (pressed !== null) return { location: path }
  const act = own && (own.cancel_at === null ? 'Cancel subscription' : 'Keep subscription')
  return { html: page('Billing', path, [...(act ? [act] : []), 'Return']) }
}

const page = (title: string, path: string, buttons: string[]): string => `<!doctype html>
<html lang="en"><title>${title}</title><link rel="icon" href="data:,"><main><h1>${title}</h1>
<form method="post" action="${path}">${buttons
  .map((button) => `<button name="pressed" value="${button}">${button}</button>`)
  .join(' ')}</form></main></html>`
