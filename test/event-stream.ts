import { Agent, type IncomingMessage, request } from 'node:http'

export interface EventStream {
  status: number
  headers: IncomingMessage['headers']
  /** Everything that came so far, the pings too. */
  events: { event: string; data: unknown }[]
  /** Resolves with the first event, of those that came or will come, for which `matches` holds. */
  heard(matches: (data: unknown, event: string) => boolean, withinMs?: number): Promise<unknown>
  /** Resolves once the server has ended it. */
  closed: Promise<void>
  /** Hangs up. */
  drop(): void
}

/** Opens a stream of server-sent events over a connection of its own. */
export function openEventStream(url: string, headers: Record<string, string>): Promise<EventStream> {
  return new Promise((resolve, reject) => {
    // As a browser, it would keep the connection for another request.
    const agent = new Agent({ keepAlive: true })
    const sent = request(url, { agent, headers: { accept: 'text/event-stream', ...headers } })
    sent.on('error', reject)
    sent.on('response', (answer) => resolve(toEventStream(answer, () => sent.destroy())))
    sent.end()
  })
}

function toEventStream(answer: IncomingMessage, drop: () => void): EventStream {
  const events: EventStream['events'] = []
  const listeners = new Set<() => void>()
  let text = ''
  answer.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk
    const blocks = text.split('\n\n')
    text = blocks.pop() ?? ''
    events.push(...blocks.filter((block) => block.trim() !== '').map(parseBlock))
    for (const listener of listeners) listener()
  })
  const closed = new Promise<void>((resolve) => answer.on('close', resolve).on('error', () => {}))
  return {
    status: answer.statusCode ?? 0,
    headers: answer.headers,
    events,
    closed,
    drop,
    heard: (matches, withinMs = 60_000) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(
          () => reject(new Error(`Not heard in time; only ${JSON.stringify(events)}`)),
          withinMs,
        )
        const look = () => {
          const found = events.find(({ data, event }) => matches(data, event))
          if (!found) return
          clearTimeout(timer)
          listeners.delete(look)
          resolve(found.data)
        }
        listeners.add(look)
        look()
      }),
  }
}

function parseBlock(block: string) {
  const field = (name: string) => block.match(new RegExp(`^${name}: ?(.*)$`, 'm'))?.[1]
  const data = field('data')
  return { event: field('event') ?? 'message', data: data ? JSON.parse(data) : null }
}
