import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { run, temporaryFolder } from '#test/processes/server-process.ts'
import { withKeys } from './keys-fixture.ts'

test('the script of the README runs as it is, and says why when its key does not work', async () => {
  const { app, owner } = await withKeys()
  await app.listen({ port: 0, host: '127.0.0.1' })
  const { port } = app.server.address() as { port: number }
  const readme = await readFile(new URL('../../README.md', import.meta.url), 'utf8')
  const [, script = ''] = readme.match(/^## A script with a key$[\s\S]*?^```js\n([\s\S]*?)^```$/m) ?? []
  const folder = await temporaryFolder()
  await writeFile(join(folder, 'script.mjs'), script)
  const runWith = async (GATEHOUSE_KEY: string) => {
    const env = { GATEHOUSE_KEY, GATEHOUSE_URL: `http://127.0.0.1:${port}` }
    const script = run('script.mjs', { root: folder, env })
    return { code: await script.exited, output: script.output() }
  }
  const { secret, key } = await owner('user', { name: 'Nightly' })
  expect(await runWith(secret)).toEqual({
    code: 0,
    output: `This is Person, by the key Nightly, which ends on ${key.expiresAt.slice(0, 10)}.\n`,
  })
  const refused = await runWith(`${secret}x`)
  expect(refused.code).toBe(1)
  expect(refused.output).toContain('This is no key')
})
