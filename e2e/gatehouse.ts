import { type BrowserContext, test as base, expect, type Page } from '@playwright/test'
import { type Gatehouse, type ServerProcess, startServer } from './server-process.ts'
import { type SharedServer, startSharedServer } from './shared-server-process.ts'

/** What a browser may not do: say something on its console, or ask another origin than ours. */
export interface Watch {
  /** Names a message that belongs to what the test does, such as the status of a refusal; it must come. */
  expectMessage(pattern: RegExp): void
  /** Names a message that may come or not, by who is faster. */
  allowMessage(pattern: RegExp): void
}

interface Fixtures {
  /** Variables that the server of the test has besides, such as that of a mail server. */
  environment: Record<string, string>
  /** How many users there are before anybody comes; none of them can sign in. */
  users: number
  /** Whether the product adds fields to people, as in test/person-fields.ts. */
  fields: boolean
  /** Whether it costs credits to change one's name, as in paid-name.ts. */
  paid: boolean
  gatehouse: Gatehouse
  watch: Watch
  /** A page of another browser, with cookies of its own and watched alike. */
  secondPage: Page
  /** What the second browser may not do. */
  secondWatch: ReturnType<typeof createWatcher>
}

/**
 * A test of a server as it is before anybody has set it up, whose browsers fail it by any console message and any
 * foreign request. The server is that of the worker, and ends with it when a test fails.
 */
export const test = base.extend<Fixtures, { sharedServer: SharedServer }>({
  environment: [{}, { option: true }],
  users: [0, { option: true }],
  fields: [false, { option: true }],
  paid: [false, { option: true }],
  sharedServer: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures it must make from here
    async ({}, use) => {
      const server = await startSharedServer()
      await use(server)
      await server.end()
    },
    { scope: 'worker' },
  ],
  gatehouse: async ({ environment, sharedServer, users, fields, paid }, use) =>
    use(await sharedServer.renew({ environment, users, fields, paid })),
  baseURL: async ({ gatehouse }, use) => use(gatehouse.url),
  watch: [
    async ({ context, gatehouse }, use) => {
      const watcher = createWatcher(gatehouse.url)
      watcher.observe(context)
      await use(watcher)
      watcher.check()
    },
    { auto: true },
  ],
  secondWatch: async ({ gatehouse }, use) => use(createWatcher(gatehouse.url)),
  secondPage: async ({ browser, gatehouse, secondWatch }, use) => {
    const context = await browser.newContext({ baseURL: gatehouse.url })
    secondWatch.observe(context)
    await use(await context.newPage())
    secondWatch.check()
    await context.close()
  },
})

/** The same with server/main.ts as a process of the test's own, which it can stop and start. */
export const testOfProcess = test.extend<{ gatehouse: ServerProcess }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures it must make from here
  gatehouse: async ({}, use) => {
    const server = await startServer()
    await use(server)
    await server.remove()
  },
})

export { expect }

function createWatcher(origin: string) {
  const problems: string[] = []
  const expected: { pattern: RegExp; seen: boolean }[] = []
  const note = (problem: string) => {
    const match = expected.find(({ pattern }) => pattern.test(problem))
    if (match) match.seen = true
    else problems.push(problem)
  }
  return {
    observe(context: BrowserContext) {
      context.on('console', (message) => {
        if (message.type() === 'error' || message.type() === 'warning') {
          note(`${message.type()}: ${message.text()} (${message.location().url})`)
        }
      })
      context.on('weberror', (error) => note(`uncaught: ${error.error()}`))
      context.on('request', (request) => {
        const url = request.url()
        if (new URL(url).origin !== origin && !url.startsWith('data:') && !url.startsWith('blob:')) {
          note(`a request to ${url}`)
        }
      })
    },
    expectMessage(pattern: RegExp) {
      expected.push({ pattern, seen: false })
    },
    allowMessage(pattern: RegExp) {
      expected.push({ pattern, seen: true })
    },
    check() {
      expect(problems, 'what the browser complained about').toEqual([])
      for (const { pattern, seen } of expected) expect(seen, `a message like ${pattern}`).toBe(true)
    },
  }
}
