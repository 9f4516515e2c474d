import { expect, test } from 'vitest'
import { createTestApp } from '#test/app.ts'

test('each answer is a line, and what a request logs besides says of which one it is', async () => {
  const { app, browser, logged } = await createTestApp()
  app.get('/test/logs', async (request) => {
    request.log.warn({ password: 's3cret' }, 'first')
    request.log.child({ part: 1 }).info('second')
    return { level: request.log.level }
  })
  const caller = browser('203.0.113.77')
  const { headers, body } = await caller.get('/test/logs?token=s3cret')
  expect(JSON.parse(body)).toEqual({ level: 'debug' })
  const reqId = headers['x-request-id']
  const lines = logged.map((line) => JSON.parse(line)).filter((line) => line.reqId === reqId)
  expect(lines).toEqual([
    expect.objectContaining({ level: 'warn', msg: 'first', password: '[redacted]' }),
    expect.objectContaining({ level: 'info', msg: 'second', part: 1 }),
    {
      level: 'info',
      time: expect.any(String),
      reqId,
      method: 'GET',
      path: '/test/logs',
      status: 200,
      ms: expect.any(Number),
      client: '203.0.113.77',
      msg: 'request',
    },
  ])
})
