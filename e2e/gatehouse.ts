import { type BrowserContext, test as base, expect, type Page } from '@playwright/test'
import { type ServerProcess, startServer } from './server-process.ts'

/** What a browser may not do: say something on its console, or ask another origin than ours. */
export interface Watch {
  /** Names a message that belongs to what the test does, such as the status of a refusal; it must come. */
  expectMessage(pattern: RegExp): void
  /** Names a message that may come or not, by who is faster. */
  allowMessage(pattern: RegExp): void
}

interface Fixtures {
  gatehouse: ServerProcess
  watch: Watch
  /** A page of another browser, with cookies of its own and watched alike. */
  secondPage: Page
  /** What the second browser may not do. */
  secondWatch: ReturnType<typeof createWatcher>
}

/** A test with a server of its own, whose browsers fail it by any console message and any foreign request. */
export const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures it must make from here
  gatehouse: async ({}, use) => {
    const server = await startServer()
    await use(server)
    await server.remove()
  },
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
