import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  type Consumer,
  createConsumer,
  findNoRegistry,
  ourVersionOf,
  packClient,
} from './consumer-fixture.ts'

const versions = { lowest: '11.10.0', ours: await ourVersionOf('@trpc/server'), newest: '^11' }
const typescript = `typescript@${await ourVersionOf('typescript')}`
// The lowest that @trpc takes.
const lowestTypescript = 'typescript@5.7.3'
const plain = (version: string, compiler = typescript) => [
  `@trpc/client@${version}`,
  `@trpc/server@${version}`,
  compiler,
]
const react = (version: string) => [
  ...plain(version),
  `@trpc/react-query@${version}`,
  `@trpc/tanstack-react-query@${version}`,
  '@tanstack/react-query@5',
  'react@19',
  '@types/react@19',
]
const wanted: Record<string, string[]> = {
  'the lowest @trpc': plain(versions.lowest, lowestTypescript),
  'our @trpc': plain(versions.ours),
  'the newest @trpc': plain(versions.newest),
  'React and the lowest @trpc': react(versions.lowest),
  'React and our @trpc': react(versions.ours),
}

const noRegistry = await findNoRegistry()
const consumers = new Map<string, Consumer>()
let folder: string

beforeAll(async () => {
  if (noRegistry) return
  folder = await mkdtemp(join(tmpdir(), 'gatehouse-client-'))
  const client = await packClient(folder)
  const install = async ([name, packages]: [string, string[]]) =>
    consumers.set(name, await createConsumer([client, ...packages]))
  await Promise.all(Object.entries(wanted).map(install))
})
afterAll(async () => {
  for (const consumer of consumers.values()) await consumer.remove()
  if (folder) await rm(folder, { recursive: true })
})
beforeEach((context) => {
  if (noRegistry) context.skip(noRegistry)
})

function consumerWith(name: string): Consumer {
  const consumer = consumers.get(name)
  if (!consumer) throw new Error(`There is no consumer with ${name}.`)
  return consumer
}

test('the types name nothing but @trpc/server and themselves', async () => {
  const types = join(consumerWith('our @trpc').folder, 'node_modules/gatehouse-client/dist/router.d.ts')
  const named = (await readFile(types, 'utf8')).matchAll(/\b(?:from|import\(|reference \w+=)\s*['"]([^'"]+)/g)
  expect([...named].map(([, name]) => name)).toEqual(['@trpc/server'])
})

/** The lines of `wrong.ts` that are to be refused. */
async function wrongLines({ folder }: Consumer): Promise<number[]> {
  const lines = (await readFile(join(folder, 'wrong.ts'), 'utf8')).trimEnd().split('\n')
  const before = lines.indexOf('// ---') + 1
  return lines.slice(before).map((_, index) => before + index + 1)
}

describe.each(['the lowest @trpc', 'our @trpc', 'the newest @trpc'])('with %s', (name) => {
  test.each(['nodenext', 'bundler'] as const)(
    'what is right compiles, and each wrong use is refused: %s',
    async (resolution) => {
      const consumer = consumerWith(name)
      const { errors, instantiations, seconds } = await consumer.compile(['right.ts', 'wrong.ts'], resolution)
      console.info(`${name}, ${resolution}: ${instantiations} instantiations, ${seconds} s`)
      const wrong = await wrongLines(consumer)
      expect(wrong.length).toBeGreaterThanOrEqual(5)
      expect(errors.map((error) => error.split(',', 1)[0])).toEqual(wrong.map((line) => `wrong.ts(${line}`))
      // 38,000 of them are those of @trpc itself.
      expect(instantiations).toBeLessThan(60_000)
    },
  )
})

test('tsc is done within two seconds', async () => {
  const seconds: number[] = []
  // The best of ten, as soon as one is: the machine may have something else to do.
  for (let round = 0; round < 10 && !(Math.min(...seconds) < 2); round++)
    seconds.push((await consumerWith('our @trpc').compile(['right.ts'], 'bundler')).seconds)
  expect(Math.min(...seconds)).toBeLessThan(2)
})

test.each(['React and the lowest @trpc', 'React and our @trpc'])('with %s', async (name) => {
  const files = ['react-query.tsx', 'tanstack-react-query.tsx']
  expect((await consumerWith(name).compile(files, 'bundler')).errors).toEqual([])
})
