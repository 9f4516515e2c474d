import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'

export interface DeafProxy {
  /** Leads to the same database through it. */
  url: string
  /** From now on nothing comes back from the database, on connections that stay open. */
  deafen(): void
  hear(): void
}

/** Stands before the database of `url` and lets everything through until it is deafened; ended with the test. */
export async function startDeafProxy(url: string): Promise<DeafProxy> {
  const { hostname, port } = new URL(url)
  const upstreams = new Set<Socket>()
  const sockets = new Set<Socket>()
  let deaf = false
  const server = createServer((socket) => {
    const upstream = connect(Number(port || 5432), hostname)
    for (const each of [socket, upstream]) {
      sockets.add(each)
      each.on('error', () => {})
      each.on('close', () => {
        sockets.delete(each)
        upstreams.delete(upstream)
        socket.destroy()
        upstream.destroy()
      })
    }
    upstreams.add(upstream)
    socket.on('data', (chunk) => upstream.write(chunk))
    upstream.on('data', (chunk) => socket.write(chunk))
    if (deaf) upstream.pause()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.close()
    for (const socket of sockets) socket.destroy()
  })
  const led = new URL(url)
  led.host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url: led.href,
    deafen() {
      deaf = true
      for (const upstream of upstreams) upstream.pause()
    },
    hear() {
      deaf = false
      for (const upstream of upstreams) upstream.resume()
    },
  }
}
