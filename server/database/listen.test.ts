import { expect, onTestFinished, test, vi } from 'vitest'
import { emptyDatabase } from '#test/database.ts'
import { notify } from './listen.ts'

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
