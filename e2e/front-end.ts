import { once } from 'node:events'
import { createServer } from 'node:http'
import { freePort } from './free-port.ts'

/** A front end at an origin of its own. */
export interface FrontEnd {
  origin: string
  close(): void
}

/** Serves an empty page, and the scripts by their path. */
export async function startFrontEnd(scripts: Record<string, string> = {}): Promise<FrontEnd> {
  const server = createServer(({ url = '/' }, response) => {
    const script = scripts[url]
    response.setHeader('content-type', script === undefined ? 'text/html' : 'text/javascript')
    response.end(script ?? '<link rel="icon" href="data:,"><h1>A front end</h1>')
  })
  const port = await freePort()
  await once(server.listen(port, 'localhost'), 'listening')
  return {
    origin: `http://localhost:${port}`,
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}
