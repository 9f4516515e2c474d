import { expect, onTestFinished, test, vi } from 'vitest'
import { createTestApp } from '#test/app.ts'
import { emptyDatabase } from '#test/database.ts'
import { type ListenHandlers, notify } from './listen.ts'

test('what is told inside a transaction is heard once it commits, and not when it is rolled back', async () => {
  const { db, listener } = await emptyDatabase()
  const heard: string[] = []
  let ready = 0
  await listener.listen('gatehouse_test', {
    onPayload: (payload) => heard.push(payload),
    onReady: () => ready++,
  })
  onTestFinished(() => expect(ready).toBe(1))
  const rolledBack = db.transaction(async (tx) => {
    await notify(tx, 'gatehouse_test', 'lost')
    throw new Error('undo')
  })
  await expect(rolledBack).rejects.toThrow('undo')
  await db.transaction((tx) => notify(tx, 'gatehouse_test', 'kept'))
  await vi.waitFor(() => expect(heard).toEqual(['kept']))
})

test('who has stopped hears nothing more, and the others go on', async () => {
  const { db, listener } = await emptyDatabase()
  const heard = { stopped: [] as string[], other: [] as string[] }
  const stop = await listener.listen('gatehouse_test', {
    onPayload: (payload) => heard.stopped.push(payload),
  })
  const stopOther = await listener.listen('gatehouse_test', {
    onPayload: (payload) => heard.other.push(payload),
  })
  onTestFinished(stopOther)
  await notify(db, 'gatehouse_test', 'first')
  await vi.waitFor(() => expect(heard).toEqual({ stopped: ['first'], other: ['first'] }))
  stop()
  await notify(db, 'gatehouse_test', 'second')
  await vi.waitFor(() => expect(heard).toEqual({ stopped: ['first'], other: ['first', 'second'] }))
})

test('a server that was closed listens to nothing', async () => {
  const database = await emptyDatabase()
  const listening = new Set<string>()
  const listener = {
    ...database.listener,
    async listen(channel: string, handlers: ListenHandlers) {
      const stop = await database.listener.listen(channel, handlers)
      listening.add(channel)
      return () => {
        listening.delete(channel)
        stop()
      }
    },
  }
  const { app } = await createTestApp({ database: { ...database, listener } })
  expect(listening.size).toBeGreaterThan(1)
  await app.close()
  expect([...listening]).toEqual([])
})
