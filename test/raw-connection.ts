import { connect, type Socket } from 'node:net'
import type { FastifyInstance } from 'fastify'
import { onTestFinished } from 'vitest'

/** What came back over a connection until it was closed, and the code with which it was reset. */
export interface RawAnswer {
  text: string
  error: string | null
}

/** Lets the app listen on a port of its own. */
export async function listen(app: FastifyInstance): Promise<number> {
  return Number(new URL(await app.listen({ port: 0, host: '127.0.0.1' })).port)
}

/** Opens a connection and sends `bytes` as they are, for what no client library would send. */
export function openRaw(
  port: number,
  bytes: string | Buffer,
): { socket: Socket; closed: Promise<RawAnswer> } {
  const socket = connect(port, '127.0.0.1')
  onTestFinished(() => void socket.destroy())
  const answer: RawAnswer = { text: '', error: null }
  socket.setEncoding('utf8').on('data', (chunk) => {
    answer.text += chunk
  })
  socket.on('error', ({ code }: NodeJS.ErrnoException) => {
    answer.error = code ?? 'unknown'
  })
  const closed = new Promise<RawAnswer>((resolve) => socket.on('close', () => resolve(answer)))
  socket.write(bytes)
  return { socket, closed }
}

/** Sends `bytes` over a connection of their own and waits until the server closes it. */
export function exchange(port: number, bytes: string | Buffer): Promise<RawAnswer> {
  return openRaw(port, bytes).closed
}
