import { Agent, type OutgoingHttpHeaders, request } from 'node:http'

export interface HttpAnswer {
  status: number
  headers: Record<string, string | string[] | undefined>
  body: string
}

export interface HttpCaller {
  send(options: {
    method?: 'GET' | 'POST'
    path: string
    headers?: OutgoingHttpHeaders
    /** Sent as JSON. */
    body?: unknown
  }): Promise<HttpAnswer>
  close(): void
}

/** Sends requests to a server over so many connections that stay open. */
export function createHttpCaller(origin: string, connections = 32): HttpCaller {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  return {
    send: ({ method = 'GET', path, headers, body }) =>
      new Promise((resolve, reject) => {
        const json = body === undefined ? undefined : JSON.stringify(body)
        const sent = request(
          `${origin}${path}`,
          { agent, method, headers: { ...(json && { 'content-type': 'application/json' }), ...headers } },
          (answer) => {
            let text = ''
            answer.setEncoding('utf8').on('data', (chunk: string) => {
              text += chunk
            })
            answer.on('error', reject)
            answer.on('end', () =>
              resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: text }),
            )
          },
        )
        sent.on('error', reject).end(json)
      }),
    close: () => agent.destroy(),
  }
}
