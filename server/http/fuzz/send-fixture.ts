import { connect } from 'node:net'

export interface FuzzAnswer {
  /** Null when none came. */
  status: number | null
  text: string
}

const enough = 100_000
const patienceMs = 120_000

/** Sends the bytes over a connection of their own; the answer, or of one without an end its beginning. */
export function sendBytes(port: number, bytes: Buffer): Promise<FuzzAnswer> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    const timer = setTimeout(() => socket.destroy(), patienceMs)
    let text = ''
    socket.setEncoding('latin1').on('data', (chunk) => {
      text += chunk
      // A stream has said what it had to say with its first event.
      const streams = /^content-type: text\/event-stream/im.test(text) && /\ndata: /.test(text)
      if (streams || text.length > enough) socket.destroy()
    })
    // The server may close before it has read everything.
    socket.on('error', () => {})
    socket.on('close', () => {
      clearTimeout(timer)
      const status = text.replace(/^HTTP\/1\.1 100 [\s\S]*?\r\n\r\n/, '').match(/^HTTP\/1\.1 (\d{3}) /)?.[1]
      resolve({ status: status ? Number(status) : null, text })
    })
    socket.write(bytes)
  })
}
