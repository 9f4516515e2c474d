import type { AddressInfo } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { onTestFinished } from 'vitest'
import { type Browser, createTestApp, type TestApp } from '#test/app.ts'
import { openEventStream } from '#test/event-stream.ts'

/** The whole server on a port, and how browsers open its stream. */
export async function listening(options: Parameters<typeof createTestApp>[0] = {}) {
  const app = await createTestApp(options)
  await app.app.listen({ port: 0, host: '127.0.0.1' })
  const origin = `http://127.0.0.1:${(app.app.server.address() as AddressInfo).port}`
  /** The browser's stream, by a socket of its own. */
  const stream = async (browser: Browser) => {
    const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const opened = await openEventStream(`${origin}/trpc/live.stream`, { cookie })
    onTestFinished(opened.drop)
    return opened
  }
  return { ...app, origin, stream }
}

/** A browser of somebody new. */
export async function signedIn(app: TestApp, options: Parameters<Browser['register']>[0] = {}) {
  const browser = app.browser()
  return { browser, ...(await browser.become(options)) }
}

export const isReady = (data: unknown) => (data as { kind?: string })?.kind === 'ready'
export const isEnded = (data: unknown) => (data as { kind?: string })?.kind === 'ended'

/** Waits until it holds; fails when it does not in time. */
export async function until(holds: () => boolean, withinMs = 60_000) {
  const startedAt = performance.now()
  while (!holds()) {
    if (performance.now() - startedAt > withinMs) throw new Error('It never came to hold.')
    await delay(10)
  }
}
