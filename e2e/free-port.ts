import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:net'

/** A port that nobody listens on, below those from which systems choose by themselves: it stays free until used. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(20_000, 30_000)
    if (await isFree(port)) return port
  }
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer().listen(port, 'localhost')
  const free = await once(server, 'listening').then(
    () => true,
    () => false,
  )
  server.close()
  if (free) await once(server, 'close')
  return free
}
