import { once } from 'node:events'
import { connect } from 'node:net'
import { Readable } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import { type FastifyInstance, fastify } from 'fastify'
import { expect, onTestFinished, test } from 'vitest'
import { sendError } from './error-replies.ts'
import { answerLateRequests } from './late-answers.ts'

async function listening(addRoutes: (app: FastifyInstance) => void, timeoutMs = 200) {
  const app = fastify()
  app.setErrorHandler(sendError)
  answerLateRequests(app, { timeoutMs })
  addRoutes(app)
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  onTestFinished(() => app.close())
  return url
}

const never = () => new Promise<never>(() => {})

test('what takes too long is answered 503, each in its turn, and what does not is left alone', async () => {
  const url = await listening((app) => {
    app.get('/never', never)
    app.get('/soon', async () => {
      await delay(50)
      return { ok: true }
    })
  })
  const late = [fetch(`${url}/never`), fetch(`${url}/never`)]
  expect((await fetch(`${url}/soon`)).status).toBe(200)
  for (const answer of await Promise.all(late)) {
    expect(answer.status).toBe(503)
    expect(answer.headers.get('retry-after')).toBe('1')
    expect(await answer.json()).toMatchObject({ code: 'SERVICE_UNAVAILABLE' })
  }
})

test('a body that never comes does not hold its answer back either', async () => {
  const url = await listening((app) => app.post('/echo', async ({ body }) => body))
  const socket = connect(Number(new URL(url).port), '127.0.0.1')
  onTestFinished(() => void socket.destroy())
  socket.write(
    'POST /echo HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 9\r\n\r\n{',
  )
  const [answer] = await once(socket, 'data')
  expect(String(answer)).toMatch(/^HTTP\/1\.1 503 /)
})

test('an answer that has begun is cut off, but not a stream', async () => {
  const endless = () =>
    Readable.from(
      (async function* () {
        for (;;) {
          yield 'more\n'
          await delay(20)
        }
      })(),
    )
  const url = await listening((app) => {
    app.get('/download', async (_, reply) => reply.send(endless()))
    app.get('/stream', { config: { streams: true } }, async (_, reply) => reply.send(endless()))
  })
  await expect((await fetch(`${url}/download`)).text()).rejects.toThrow()
  const stream = await fetch(`${url}/stream`, { signal: AbortSignal.timeout(1000) })
  await expect(stream.text()).rejects.toMatchObject({ name: 'TimeoutError' })
})

test('a late answer of a route that has been given up is no second one', async () => {
  const url = await listening((app) =>
    app.get('/late', async () => {
      await delay(600)
      return { ok: true }
    }),
  )
  expect((await fetch(`${url}/late`)).status).toBe(503)
  await delay(600)
  expect((await fetch(`${url}/late`)).status).toBe(503)
})
