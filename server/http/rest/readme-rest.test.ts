import { execFile } from 'node:child_process'
import type { AddressInfo } from 'node:net'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { invitation, user } from '#drizzle/schema/index.ts'
import { withKeys } from '#server/keys/keys-fixture.ts'
import { readmeBlock } from '#test/readme.ts'

const execute = promisify(execFile)
const curl = await execute('curl', ['--version']).catch(() => null)
if (!curl && process.env.CI) throw new Error('CI needs curl.')

test.runIf(curl)('the commands of the README run as they are, and again', async () => {
  const { app, owner, db, browser } = await withKeys()
  for (const name of ['Bob', 'Cy', 'Di']) await browser().become({ name })
  await app.listen({ port: 0, host: '127.0.0.1' })
  const { port } = app.server.address() as AddressInfo
  const { secret } = await owner('admin', { permissions: ['console.open', 'users.list', 'users.manage'] })
  const { PATH = '' } = process.env
  const env = { PATH, GATEHOUSE_URL: `http://127.0.0.1:${port}`, GATEHOUSE_KEY: secret }
  const commands = readmeBlock('REST, in any language', 'sh').split('\n\n')
  const run = async () => {
    const outputs = await Promise.all(commands.map((command) => execute('sh', ['-c', command], { env })))
    return outputs.map(({ stdout }) => JSON.parse(stdout))
  }
  const [list, me, invited] = await run()
  expect(list.items).toHaveLength(2)
  expect(me.name).toBe('Ada Lovelace')
  expect(invited.email).toBe('grace@example.com')
  const [, , again] = await run()
  expect(again).toEqual(invited)
  expect([await db.$count(invitation), await db.$count(user)]).toEqual([1, 4])
})
