import { connect, type Socket } from 'node:net'

/** A connection that stays open, for one request at a time: it costs less than Node's own client, and hides less. */
export interface RawConnection {
  /** Sends a whole request as bytes; the status of its answer. */
  send(request: Buffer): Promise<number>
  close(): void
}

const headEnd = Buffer.from('\r\n\r\n')
const lastChunk = Buffer.from('0\r\n\r\n')

/** Opens a connection to a server on this machine. */
export async function openConnection(port: number): Promise<RawConnection> {
  const socket = await opened(port)
  let received: Buffer | null = null
  let waiting: { resolve(status: number): void; reject(error: Error): void } | null = null
  const fail = (error: Error) => waiting?.reject(error)
  socket.on('error', fail)
  socket.on('close', () => fail(new Error('The server closed a connection.')))
  socket.on('data', (chunk) => {
    received = received ? Buffer.concat([received, chunk]) : chunk
    const status = statusOfWhole(received)
    if (status === null) return
    received = null
    waiting?.resolve(status)
  })
  return {
    send: (request) =>
      new Promise((resolve, reject) => {
        waiting = { resolve, reject }
        socket.write(request)
      }),
    close: () => socket.removeAllListeners('close').destroy(),
  }
}

function opened(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true }, () => resolve(socket))
    socket.once('error', reject)
  })
}

// Null until the answer is here to its end, which its length says or its last chunk.
function statusOfWhole(bytes: Buffer): number | null {
  const end = bytes.indexOf(headEnd)
  if (end < 0) return null
  const head = bytes.toString('latin1', 0, end)
  const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1]
  const whole = length
    ? bytes.length >= end + headEnd.length + Number(length)
    : bytes.subarray(-lastChunk.length).equals(lastChunk)
  return whole ? Number(head.slice(9, 12)) : null
}

/** The bytes of a GET request. */
export function getRequest(path: string, headers: Record<string, string> = {}): Buffer {
  const lines = Object.entries({ host: 'localhost', ...headers }).map(([name, value]) => `${name}: ${value}`)
  return Buffer.from(`GET ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`)
}
