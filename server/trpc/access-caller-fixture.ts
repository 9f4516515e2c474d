import type { Readable } from 'node:stream'
import { tokenHeader } from '#server/http/request/bearer-sessions.ts'
import type { ErrorReason } from '#shared/errors.ts'
import { appUrl, type TestApp } from '#test/app.ts'
import type { Person } from './access-fixture.ts'
import type { ProcedureType } from './registered-procedures-fixture.ts'

export interface Answer {
  status: number
  reason: ErrorReason | null
  /** The body and every header but the cookies. */
  text: string
}

/** Who calls: with a cookie, a key or a token. */
type Caller = Pick<Person, 'cookie' | 'key' | 'token'>

let addresses = 0

/** Calls the server as one person or another, each time from another address, so that no limit stands in the way. */
export function createCaller({ app }: TestApp) {
  async function send(
    person: Caller | null,
    request: { method: string; url: string; payload?: unknown; headers?: Record<string, string> },
  ): Promise<Answer> {
    const response = await app.inject({
      method: request.method as 'GET',
      url: request.url,
      remoteAddress: `10.${++addresses >> 16}.${(addresses >> 8) & 255}.${addresses & 255}`,
      headers: {
        ...(person && { cookie: person.cookie }),
        ...(person?.key && { authorization: `Bearer ${person.key.secret}` }),
        ...(person?.token && { authorization: `Bearer ${person.token}` }),
        ...(request.payload !== undefined && { 'content-type': 'application/json' }),
        origin: appUrl,
        ...request.headers,
      },
      ...(request.payload !== undefined && { payload: JSON.stringify(request.payload) }),
      payloadAsStream: true,
    })
    const body = await readBeginning(response.stream())
    const { 'set-cookie': _, ...headers } = response.headers
    // Who sends a token gets a new one where others get a new cookie.
    if (person?.token) delete headers[tokenHeader]
    return {
      status: response.statusCode,
      reason: reasonIn(body),
      text: `${response.statusCode} ${JSON.stringify(headers)} ${body}`,
    }
  }

  return {
    send,
    /** Calls a procedure of any type. */
    call(person: Caller | null, procedure: { path: string; type: ProcedureType }, input: unknown) {
      const url = `/trpc/${procedure.path}`
      if (procedure.type === 'mutation') return send(person, { method: 'POST', url, payload: input })
      const headers: Record<string, string> =
        procedure.type === 'subscription' ? { accept: 'text/event-stream' } : {}
      const query = new URLSearchParams({ input: JSON.stringify(input) })
      return send(person, { method: 'GET', url: `${url}?${query}`, headers })
    },
  }
}

// All of a body that ends; of a stream of events what comes until it says that it is open, or why it is not.
async function readBeginning(stream: Readable): Promise<string> {
  let text = ''
  const timer = setTimeout(() => stream.destroy(), 2000)
  try {
    for await (const chunk of stream) {
      text += chunk
      const events = text
        .split('\n\n')
        .filter((event) => /^data: /m.test(event) && !/^event: connected/m.test(event))
      if (text.startsWith('event:') && text.endsWith('\n\n') && events.length > 0) break
    }
  } catch (error) {
    if (!stream.destroyed) throw error
  } finally {
    clearTimeout(timer)
    stream.destroy()
  }
  return text
}

function reasonIn(body: string): ErrorReason | null {
  const json = /^event: serialized-error\ndata: (.*)$/m.exec(body)?.[1] ?? body
  try {
    const parsed = JSON.parse(json)
    return parsed?.error?.data?.reason ?? parsed?.data?.reason ?? parsed?.reason ?? null
  } catch {
    return null
  }
}
