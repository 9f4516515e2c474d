import type { Page } from '@playwright/test'
import { startFrontEnd } from './front-end.ts'
import { test as base, expect } from './gatehouse.ts'
import { admin, createFirstAdmin } from './steps.ts'

/** Two front ends at origins of their own; the server lets the pages of the first one call. */
const test = base.extend<{ fronts: { allowed: string; other: string } }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures it must make from here
  fronts: async ({}, use) => {
    const [allowed, other] = await Promise.all([startFrontEnd(), startFrontEnd()])
    await use({ allowed: allowed.origin, other: other.origin })
    for (const front of [allowed, other]) front.close()
  },
  environment: async ({ fronts }, use) => use({ ALLOWED_ORIGINS: fronts.allowed }),
})

/** What the page's own script gets when it calls the server; null when the browser keeps the answer from it. */
const call = (page: Page, url: string, body?: object) =>
  page.evaluate(
    async ({ url, body }) => {
      const request = body && {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }
      const answer = await fetch(url, { credentials: 'include', ...request }).catch(() => null)
      return (
        answer && {
          status: answer.status,
          requestId: answer.headers.get('x-request-id'),
          body: await answer.json(),
        }
      )
    },
    { url, body },
  )

test('a front end of the list signs in, calls, hears news and signs out; another one does nothing', async ({
  fronts,
  gatehouse,
  page,
  secondPage,
  watch,
}) => {
  await createFirstAdmin(secondPage, gatehouse.setupLink)
  for (const origin of Object.values(fronts)) watch.allowMessage(new RegExp(`a request to ${origin}`))
  const { email, password } = admin
  const signIn = `${gatehouse.url}/api/auth/sign-in/email`
  const me = `${gatehouse.url}/trpc/users.me`

  await test.step('the one of the list', async () => {
    await page.goto(fronts.allowed)
    expect(await call(page, signIn, { email, password })).toMatchObject({ status: 200 })
    const answer = await call(page, me)
    expect(answer?.body.result.data.user.email).toBe(email)
    expect(answer?.requestId).toMatch(/^[0-9a-f-]{36}$/)
    const renamed = await call(page, `${gatehouse.url}/trpc/users.updateMe`, { name: 'Rear Admiral' })
    expect(renamed).toMatchObject({ status: 200 })
  })
  await test.step('news arrive over its stream', async () => {
    const ready = page.evaluate(
      (url) =>
        new Promise((resolve) => {
          const stream = new EventSource(url, { withCredentials: true })
          stream.onmessage = ({ data }) => {
            stream.close()
            resolve(JSON.parse(data))
          }
        }),
      `${gatehouse.url}/trpc/live.stream`,
    )
    expect(await ready).toMatchObject({ kind: 'ready' })
  })
  await test.step('one that is not on it has the cookie too, and reads and changes nothing', async () => {
    watch.expectMessage(/has been blocked by CORS policy/)
    watch.expectMessage(/net::ERR_FAILED/)
    await page.goto(fronts.other)
    expect(await call(page, me)).toBeNull()
    expect(await call(page, `${gatehouse.url}/trpc/users.updateMe`, { name: 'Pirate' })).toBeNull()
  })
  await test.step('signing out ends the session', async () => {
    watch.expectMessage(/status of 401/)
    await page.goto(fronts.allowed)
    expect((await call(page, me))?.body.result.data.user.name).toBe('Rear Admiral')
    expect(await call(page, `${gatehouse.url}/api/auth/sign-out`, {})).toMatchObject({ status: 200 })
    expect(await call(page, me)).toMatchObject({ status: 401 })
  })
})
