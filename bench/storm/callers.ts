import { request } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'

/** Calls that are sent at their time, whether or not the ones before were answered. */
export interface OpenLoop {
  url: string
  perSecond: number
  durationMs: number
  /** How long an answer is waited for behind the last call. */
  patienceMs: number
  call(index: number): {
    method: 'GET' | 'POST'
    path: string
    headers: Record<string, string>
    body?: object
  }
}

export interface Answer {
  /** 0 when the connection was reset or refused, null when no answer came. */
  status: number | null
  retryAfter: boolean
  ms: number
}

/** Sends so many calls a second, each over a connection of its own, and tells what became of every one. */
export async function sendOpenLoop(options: OpenLoop): Promise<Answer[]> {
  const { perSecond, durationMs, patienceMs } = options
  const calls = Math.round((perSecond * durationMs) / 1000)
  const patience = new AbortController()
  const answers: Promise<Answer>[] = []
  const startedAt = performance.now()
  for (let index = 0; index < calls; index += 1) {
    await delay(Math.max(0, startedAt + (index * 1000) / perSecond - performance.now()))
    answers.push(sendOne(options, index, patience.signal))
  }
  const late = setTimeout(() => patience.abort(), patienceMs)
  return Promise.all(answers).finally(() => clearTimeout(late))
}

function sendOne({ url, call }: OpenLoop, index: number, signal: AbortSignal): Promise<Answer> {
  const { method, path, headers, body } = call(index)
  const startedAt = performance.now()
  const json = body && JSON.stringify(body)
  return new Promise((resolve) => {
    const done = (status: number | null, retryAfter = false) =>
      resolve({ status, retryAfter, ms: performance.now() - startedAt })
    const sent = request(
      `${url}${path}`,
      {
        agent: false,
        method,
        signal,
        headers: { ...headers, ...(json && { 'content-type': 'application/json' }) },
      },
      (answer) => {
        answer.resume().on('error', () => done(signal.aborted ? null : 0))
        answer.on('end', () => done(answer.statusCode ?? 0, answer.headers['retry-after'] !== undefined))
      },
    )
    sent.on('error', () => done(signal.aborted ? null : 0)).end(json)
  })
}
