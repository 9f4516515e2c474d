import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { beforeEach, expect, onTestFinished, test } from 'vitest'
import { temporaryFolder } from '#test/processes/server-process.ts'
import { password } from '../upgrade/call-server.ts'
import { createConsumer, findNoRegistry, ourVersionOf, packClient } from './consumer-fixture.ts'
import { startFilledServer } from './filled-server-fixture.ts'

const noRegistry = await findNoRegistry()
beforeEach((context) => {
  if (noRegistry) context.skip(noRegistry)
})

const readme = fileURLToPath(new URL('../../README.md', import.meta.url))

async function readExample(): Promise<string> {
  const [, section = ''] = (await readFile(readme, 'utf8')).split('## Call it from another project\n')
  const [, code = ''] = /```ts\n([\s\S]*?)```/.exec(section) ?? []
  expect(code).toContain('createGatehouseClient')
  return code
}

async function installHere(packages: string[]) {
  const client = await packClient(await temporaryFolder())
  const consumer = await createConsumer([client, ...packages])
  onTestFinished(() => consumer.remove())
  return consumer
}

const streams = (url: string, email: string) => `
import { EventSource } from 'eventsource'
import { createGatehouseClient } from 'gatehouse-client'

const signedIn = await fetch('${url}/api/auth/sign-in/email', {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ email: '${email}', password: '${password}' }),
})
const cookie = async () => signedIn.headers.getSetCookie().map((each) => each.split(';', 1)[0]).join('; ')
const gatehouse = createGatehouseClient({ url: '${url}/', auth: { cookie }, EventSource })
gatehouse.users.export.subscribe({}, {
  onData: ({ data }) => console.log(data.csv),
  onComplete: () => process.exit(),
  onError: (error) => {
    console.log(error.data)
    process.exit()
  },
})
`

const withKey = (url: string, key: string) => `
import { createGatehouseClient } from 'gatehouse-client'

const gatehouse = createGatehouseClient({ url: '${url}', auth: { bearer: '${key}' } })
const { total } = await gatehouse.users.list.query({})
console.log(total)
await gatehouse.audit.list.query({}).catch((error) => console.log(error.data.reason))
`

test('the example runs in plain Node against a server, and so do a key and streams', async () => {
  const trpc = await ourVersionOf('@trpc/server')
  const typescript = await ourVersionOf('typescript')
  const [example, server, consumer] = await Promise.all([
    readExample(),
    startFilledServer({ permissions: ['users.list'] }),
    installHere([
      `@trpc/client@${trpc}`,
      `@trpc/server@${trpc}`,
      `typescript@${typescript}`,
      'eventsource@4',
    ]),
  ])
  const code = example.replace('http://localhost:3000', server.url)
  expect(await consumer.run('example.ts', code)).toBe(
    'Ada is signed in.\nThat needs the permission users.list.\n',
  )
  expect((await consumer.compile(['example.ts'], 'nodenext')).errors).toEqual([])
  const asAdmin = code.replace('ada@', 'grace@')
  expect(await consumer.run('as-admin.ts', asAdmin)).toMatch(
    /^Grace is signed in.\n\[ ('(ada|grace)@example.com'(, )?){2} \]\n$/,
  )

  expect(await consumer.run('with-key.ts', withKey(server.url, server.key))).toBe(
    "2\n{ kind: 'permission', permission: 'audit.read' }\n",
  )
  const csv = await consumer.run('streams.ts', streams(server.url, 'grace@example.com'))
  expect(csv).toContain('ada@example.com')
  expect(await consumer.run('refused.ts', streams(server.url, 'ada@example.com'))).toContain('permission')
})
