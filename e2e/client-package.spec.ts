import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import { type FrontEnd, startFrontEnd } from './front-end.ts'
import { test as base, expect } from './gatehouse.ts'
import { admin, createFirstAdmin } from './steps.ts'

/** A front end at another origin, which has the client that other projects install. */
const test = base.extend<{ front: FrontEnd }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures it must make from here
  front: async ({}, use) => {
    const front = await startFrontEnd({ '/client.js': await bundleClient() })
    await use(front)
    front.close()
  },
  environment: async ({ front }, use) => use({ ALLOWED_ORIGINS: front.origin }),
})

async function bundleClient(): Promise<string> {
  const entry = fileURLToPath(new URL('../packages/client/client.ts', import.meta.url))
  const built = await build({
    configFile: false,
    logLevel: 'silent',
    build: { write: false, lib: { entry, formats: ['es'] } },
  })
  const [bundle] = Array.isArray(built) ? built : []
  const code = bundle?.output[0].code
  if (!code) throw new Error('The client was not bundled.')
  return code
}

type Client = typeof import('#packages/client/client.ts')

test('the client package calls from a page at another origin, hears its news, and calls from a worker', async ({
  front,
  gatehouse,
  page,
  secondPage,
  watch,
}) => {
  watch.allowMessage(new RegExp(`a request to ${front.origin}`))
  await createFirstAdmin(secondPage, gatehouse.setupLink)
  await page.goto(front.origin)
  const { url } = gatehouse
  const said = await page.evaluate(
    async ({ url, script, body }) => {
      const { createGatehouseClient }: Client = await import(script)
      const headers = { 'content-type': 'application/json' }
      await fetch(`${url}/api/auth/sign-in/email`, { method: 'POST', credentials: 'include', headers, body })
      const client = createGatehouseClient({ url, auth: 'browser' })
      await client.users.updateMe.mutate({ name: 'Rear Admiral' })
      const [{ user }, { total }] = await Promise.all([client.users.me.query(), client.users.list.query({})])
      const news = await new Promise((resolve, reject) => {
        client.live.stream.subscribe(undefined, { onData: resolve, onError: reject })
      })
      return { name: user.name, total, news }
    },
    {
      url,
      script: `${front.origin}/client.js`,
      body: JSON.stringify({ email: admin.email, password: admin.password }),
    },
  )
  expect(said).toMatchObject({ name: 'Rear Admiral', total: 1, news: { kind: 'ready' } })

  const worker = `
    import { createGatehouseClient } from '${front.origin}/client.js'
    const { user } = await createGatehouseClient({ url: '${url}', auth: 'browser' }).users.me.query()
    postMessage(user.name)
  `
  const name = await page.evaluate(
    (code) =>
      new Promise((resolve, reject) => {
        const source = URL.createObjectURL(new Blob([code], { type: 'text/javascript' }))
        const worker = new Worker(source, { type: 'module' })
        worker.onmessage = ({ data }) => resolve(data)
        worker.onerror = reject
      }),
    worker,
  )
  expect(name).toBe('Rear Admiral')
})
