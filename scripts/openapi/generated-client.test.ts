import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { beforeEach, expect, onTestFinished, test } from 'vitest'
import { readmeBlock } from '#test/readme.ts'
import { createConsumer, findNoRegistry } from '../types/consumer-fixture.ts'
import { startFilledServer } from '../types/filled-server-fixture.ts'

const noRegistry = await findNoRegistry()
beforeEach((context) => {
  if (noRegistry) context.skip(noRegistry)
})

async function installGenerator() {
  const consumer = await createConsumer([
    'openapi-typescript@7.13.0',
    'openapi-fetch@0.17.0',
    'typescript@5.9.3',
  ])
  onTestFinished(() => consumer.remove())
  return consumer
}

/** The example of the README, with the address and the key of this server. */
function exampleFor({ url, key }: { url: string; key: string }): string {
  const code = readmeBlock('The API in one document', 'ts')
  return code.replace('http://localhost:3000', url).replace('gh_live_...', key)
}

const wrong = [
  `await api.GET('/api/nothing')`,
  `await api.DELETE('/api/admin/users')`,
  `await api.GET('/api/admin/users/{id}')`,
  `await api.GET('/api/admin/users', { params: { query: { role: 'king' } } })`,
  `await api.PATCH('/api/me', { body: { name: 1 } })`,
  `;(await api.GET('/api/me')).data?.user.surname`,
]

test('a client that another tool generates compiles, and calls a server with a key', async () => {
  const [server, consumer] = await Promise.all([
    startFilledServer({ permissions: ['users.list', 'users.manage'] }),
    installGenerator(),
  ])
  const answer = await fetch(`${server.url}/api/openapi.json`, {
    headers: { authorization: `Bearer ${server.key}` },
  })
  const write = (file: string, text: string) => writeFile(join(consumer.folder, file), text)
  await write('openapi.json', await answer.text())
  const generate = join(consumer.folder, 'node_modules/openapi-typescript/bin/cli.js')
  await promisify(execFile)(process.execPath, [generate, 'openapi.json', '-o', 'api.d.ts'], {
    cwd: consumer.folder,
  })

  const example = exampleFor(server)
  expect(await consumer.run('right.ts', example)).toBe(
    'Ada is one of 1.\nNow it is Ada L.\nThat needs the permission audit.read.\n',
  )
  await write('wrong.ts', `${example}${wrong.join('\n')}`)
  const { errors } = await consumer.compile(['right.ts', 'wrong.ts'], 'bundler')
  const first = example.split('\n').length
  expect(errors.map((error) => error.split(',', 1)[0])).toEqual(
    wrong.map((_, index) => `wrong.ts(${first + index}`),
  )
})
