import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import Stripe from 'stripe'
import { answerHostedPage } from './hosted-pages.ts'
import { StripeRefusal, type TestEvent } from './stripe-account.ts'
import { createStripeObjects, type StripeObjects } from './stripe-objects.ts'
import { answerSubscriptionCall } from './subscription-calls.ts'

/** How a call fails: with a status before anything is done, never answered, or done and its answer lost. */
export type Outage = 429 | 500 | 'silent' | 'lost'

export interface TestStripe extends StripeObjects {
  /** `http://127.0.0.1:port`. */
  url: string
  /** What the configuration has of it. */
  config: { secretKey: string; webhookSecrets: string[]; apiUrl: string }
  /** Every call, as `POST /v1/refunds`. */
  calls: string[]
  /** How the next calls fail; null while all is well. */
  outage: ((call: string) => Outage | null) | null
  /** An event as a webhook brings it. */
  sign(
    event: TestEvent,
    options?: { secret?: string; ageSeconds?: number },
  ): { body: string; signature: string }
  /** Brings an event to a server as a webhook, and returns the status that it answers with. */
  deliver(appUrl: string, event: TestEvent): Promise<number>
  /** A day passes: what was asked under a key may be asked again. */
  forgetKeys(): void
  close(): Promise<void>
}

const webhookSecret = 'whsec_testtesttesttest'

/** A stateful stand-in for Stripe on a free port, spoken to by Stripe's own library; it knows what ours asks for. */
export async function startStripeServer({ livemode = false } = {}): Promise<TestStripe> {
  const objects = createStripeObjects({ livemode })
  const answered = new Map<string, { asked: string; answer: Answer }>()
  const server = createServer((request, response) => {
    serve(request, response).catch((error) => response.destroy(error))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const secretKey = livemode ? 'sk_live_testtesttest' : 'sk_test_testtesttest'
  const stripe: TestStripe = {
    ...objects,
    url,
    config: { secretKey, webhookSecrets: [webhookSecret], apiUrl: url },
    calls: [],
    outage: null,
    sign(event, { secret = webhookSecret, ageSeconds = 0 } = {}) {
      const body = JSON.stringify(event)
      const timestamp = Math.floor(Date.now() / 1000) - ageSeconds
      return {
        body,
        signature: Stripe.webhooks.generateTestHeaderString({ payload: body, secret, timestamp }),
      }
    },
    async deliver(appUrl, event) {
      const { body, signature } = stripe.sign(event)
      const headers = { 'content-type': 'application/json', 'stripe-signature': signature }
      const answer = await fetch(`${appUrl}/webhooks/stripe`, { method: 'POST', headers, body })
      return answer.status
    },
    forgetKeys: () => answered.clear(),
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }

  async function serve(request: IncomingMessage, response: ServerResponse) {
    const { pathname, searchParams } = new URL(request.url ?? '', url)
    const asked = await text(request)
    const pressed = request.method === 'POST' ? new URLSearchParams(asked).get('pressed') : null
    const hosted = answerHostedPage(objects, { path: pathname, pressed })
    if (hosted && 'location' in hosted) return void response.writeHead(303, hosted).end()
    if (hosted) return void response.writeHead(200, { 'content-type': 'text/html' }).end(hosted.html)
    const call = `${request.method} ${pathname}`
    stripe.calls.push(call)
    const outage = stripe.outage?.(call) ?? null
    if (outage === 'silent') return
    if (typeof outage === 'number')
      return send(response, failed(outage, outage === 429 ? 'rate_limit' : 'api'))
    if (request.headers.authorization !== `Bearer ${secretKey}`) return send(response, failed(401, 'key'))
    const key = request.headers['idempotency-key']
    const known = typeof key === 'string' ? answered.get(key) : undefined
    if (known && known.asked !== asked) return send(response, failed(400, 'idempotency_error'))
    const answer = known?.answer ?? answerTo(call, new URLSearchParams(asked), searchParams)
    if (typeof key === 'string') answered.set(key, { asked, answer })
    if (outage === 'lost') return void response.destroy()
    send(response, answer)
  }

  function answerTo(call: string, body: URLSearchParams, query: URLSearchParams): Answer {
    try {
      return { status: 200, body: find(call, body, query) }
    } catch (error) {
      if (error instanceof StripeRefusal) return failed(error.status, error.code)
      throw error
    }
  }

  function find(call: string, body: URLSearchParams, query: URLSearchParams): unknown {
    const subscribed = answerSubscriptionCall(objects, { call, body, url })
    if (subscribed !== undefined) return subscribed
    const intent = query.get('payment_intent') ?? ''
    const [, sessionId] = /^GET \/v1\/checkout\/sessions\/(\w+)$/.exec(call) ?? []
    if (sessionId !== undefined) return withIntent(sessionId)
    switch (call) {
      case 'POST /v1/checkout/sessions':
        return objects.createSession({
          amount_total: Number(body.get('line_items[0][price_data][unit_amount]')),
          currency: body.get('line_items[0][price_data][currency]') ?? '',
          client_reference_id: body.get('client_reference_id'),
          expires_at: Number(body.get('expires_at')),
        })
      case 'GET /v1/checkout/sessions':
        return list(objects.sessionsOf(intent))
      case 'POST /v1/refunds':
        return objects.refund(body.get('payment_intent') ?? '', Number(body.get('amount')), {
          order: body.get('metadata[order]') ?? '',
          refund: body.get('metadata[refund]') ?? '',
        })
      case 'GET /v1/refunds':
        return list(objects.refundsOf(intent))
      case 'GET /v1/disputes':
        return list(objects.disputesOf(intent))
      default:
        throw new StripeRefusal('unknown_url', 404)
    }
  }

  function withIntent(sessionId: string) {
    const session = objects.session(sessionId)
    return {
      ...session,
      payment_intent: session.payment_intent && objects.intent(session.payment_intent),
      subscription: session.subscription ? objects.subscription(session.subscription) : null,
    }
  }

  return stripe
}

interface Answer {
  status: number
  body: unknown
}

const list = (data: unknown[]) => ({ object: 'list', data, has_more: false })

const failed = (status: number, code: string): Answer => ({
  status,
  body: { error: { type: typeOf(status), code, message: code } },
})

function typeOf(status: number): string {
  if (status >= 500) return 'api_error'
  return status === 402 ? 'card_error' : 'invalid_request_error'
}

function send(response: ServerResponse, { status, body }: Answer): void {
  response.writeHead(status, { 'content-type': 'application/json', 'request-id': 'req_test' })
  response.end(JSON.stringify(body))
}
