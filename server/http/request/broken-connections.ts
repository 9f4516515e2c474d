import { type ServerResponse, STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import type { ConnectionError, FastifyInstance } from 'fastify'

/** Gives up on connections whose caller sends no end of the headers, or reads no answer. */
export const connectionTimeouts = {
  headersTimeout: 10_000,
  // How often Node looks for such connections.
  connectionsCheckingInterval: 5000,
}

// How long a caller who still sends may take to read why nobody listens.
const lingerMs = 2000

const refusals: Record<string, { status: number; message: string }> = {
  ERR_HTTP_REQUEST_TIMEOUT: { status: 408, message: 'The request did not arrive in time.' },
  HPE_HEADER_OVERFLOW: { status: 431, message: 'The headers hold more than 16 KiB.' },
  HPE_CHUNK_EXTENSIONS_OVERFLOW: { status: 413, message: 'The chunks of the body hold too much beside it.' },
}
const noRequest = { status: 400, message: 'That is no HTTP request.' }

/** Answers what Node could not read as a request, and gives the connection up. */
export function refuseConnection(this: FastifyInstance, error: ConnectionError, socket: Socket): void {
  // What follows behind the fault is one more fault.
  if (error.code === 'ECONNRESET' || socket.destroyed || socket.writableEnded) return
  const { status, message } = refusals[error.code] ?? noRequest
  this.log.info({ status, code: error.code, client: socket.remoteAddress }, 'a connection was given up')
  if (isAnswered(socket)) socket.destroy()
  else endReadably(socket, answer(status, message))
}

// An answer that has begun, of a request whose body nobody waits for, cannot be followed by another.
function isAnswered(socket: Socket): boolean {
  const { _httpMessage: current } = socket as Socket & { _httpMessage?: ServerResponse | null }
  return Boolean(current?.headersSent)
}

// A socket that is closed while something unread is in it resets the connection, and the caller loses the answer.
function endReadably(socket: Socket, text: string): void {
  socket.removeAllListeners('data')
  socket.on('data', () => {})
  socket.end(text)
  const timer = setTimeout(() => socket.destroy(), lingerMs)
  socket.once('close', () => clearTimeout(timer))
}

function answer(status: number, message: string): string {
  const body = JSON.stringify({
    code: 'BAD_REQUEST',
    message,
    reason: null,
    fieldErrors: null,
    requestId: null,
  })
  return [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'connection: close',
    'content-type: application/json; charset=utf-8',
    `content-length: ${Buffer.byteLength(body)}`,
    'cache-control: no-store',
    'x-content-type-options: nosniff',
    '',
    body,
  ].join('\r\n')
}
