import { expect, test } from 'vitest'
import { createTestApp } from '#test/app.ts'
import { exchange, listen, openRaw, type RawAnswer } from '#test/raw-connection.ts'

const paths = ['/trpc/setup.complete', '/api/auth/sign-in/email', '/nowhere']
const headersOf = (path: string, length: number) =>
  `POST ${path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\ncontent-type: application/json\r\ncontent-length: ${length}\r\n\r\n`
const statusOf = ({ text }: RawAnswer) => Number(text.match(/^HTTP\/1.1 (\d+)/)?.[1])

test('a body that does not arrive in time is answered 408, with one ordinary line in the log each', async () => {
  const { app, logged } = await createTestApp({ bodyTimeoutMs: 300 })
  const port = await listen(app)
  const slow = paths.flatMap((path) => Array.from({ length: 10 }, () => `${headersOf(path, 100)}{"pass`))
  const answers = await Promise.all(slow.map((bytes) => exchange(port, bytes)))
  expect(answers.map(statusOf)).toEqual(slow.map(() => 408))
  expect(answers.every(({ text }) => /\r\nconnection: close\r\n/i.test(text))).toBe(true)
  expect(logged.filter((line) => line.includes('"status":408'))).toHaveLength(slow.length)
  expect(logged.join('')).not.toMatch(/"level":"(warn|error)"|"stack"/)
})

test('a caller who hangs up amid the body is no failure of ours', async () => {
  const { app, logged } = await createTestApp()
  const port = await listen(app)
  for (const hangUp of ['end', 'destroy', 'resetAndDestroy'] as const) {
    const { socket, closed } = openRaw(port, `${headersOf('/trpc/setup.complete', 100)}{"pass`)
    socket.on('connect', () => setTimeout(() => socket[hangUp](), 100))
    await closed
  }
  expect(logged.join('')).not.toMatch(/"level":"(warn|error)"|"stack"/)
})

test.each(paths)('a body to %s that is not UTF-8 is refused', async (path) => {
  const { app, logged } = await createTestApp()
  const body = Buffer.from('{"name":"\xe4"}', 'latin1')
  const answer = await exchange(
    await listen(app),
    Buffer.concat([Buffer.from(headersOf(path, body.length)), body]),
  )
  expect(statusOf(answer)).toBe(400)
  expect(logged.join('')).not.toMatch(/"level":"(warn|error)"/)
})

test('of large bodies only a few are taken at a time: the next is told to come back, a small one passes', async () => {
  const { app, logged } = await createTestApp()
  const port = await listen(app)
  const large = JSON.stringify({ password: 'x'.repeat(100_000) })
  const send = (body: string) => exchange(port, headersOf('/trpc/setup.complete', body.length) + body)
  const opened = Array.from({ length: 8 }, () =>
    openRaw(port, headersOf('/trpc/setup.complete', large.length)),
  )
  const refused: RawAnswer[] = []
  for (const { closed } of opened) closed.then((answer) => refused.push(answer))
  await expect.poll(() => refused.map(statusOf), { timeout: 60_000 }).toEqual([503, 503, 503, 503])
  expect(refused[0]?.text).toMatch(/\r\nretry-after: 1\r\n/i)
  expect(statusOf(await send('{}'))).toBe(400)
  const [hangsUp, ...taken] = opened.filter(({ socket }) => !socket.destroyed)
  hangsUp?.socket.destroy()
  for (const { socket } of taken) socket.write(large)
  expect((await Promise.all(taken.map(({ closed }) => closed))).map(statusOf)).toEqual([400, 400, 400])
  await expect.poll(async () => statusOf(await send(large)), { timeout: 60_000 }).toBe(400)
  expect(logged.join('')).not.toMatch(/"level":"(warn|error)"/)
})
