import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { printRouter } from './print-router.ts'
import { openSourceProject } from './source-project.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const odd = join(root, 'scripts/types/odd-routers-fixture.ts')

/** A project inside of ours, where our packages are found. */
function createProject(file: string, others: Record<string, string> = {}): string {
  const parent = join(root, 'node_modules/.cache/gatehouse')
  mkdirSync(parent, { recursive: true })
  const folder = mkdtempSync(join(parent, 'types-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const files = [file, ...Object.keys(others)]
  const config = join(folder, 'tsconfig.json')
  writeFileSync(config, JSON.stringify({ extends: join(root, 'tsconfig.json'), include: [], files }))
  for (const [name, text] of Object.entries(others)) writeFileSync(join(folder, name), text)
  return config
}

function print(file: string, name?: string): string {
  using project = openSourceProject(createProject(file), file)
  return printRouter(project, name)
}

test('what travels is written out', () => {
  expect(print(odd).split('transformer: false\n')[1]).toBe(`}, {
  nested: {
    deep: Query<{ tags?: string[] | undefined; mood?: Mood | undefined } | undefined, Answer>
  }
  nothing: Mutation<void, void>
  pieces: Subscription<void, {
    /** The id of the message to keep track of in case the connection gets lost */
    id: string
    /** The data field of the message */
    data: { at: string }
  }>
}>

/** What an error's \`data\` holds besides what tRPC puts there. */
export type ErrorData = {}

export type Answer = {
  at: string
  /** When it ended. */
  endedAt?: string
  note?: string | null
  tree: Tree
  pair: [number, string]
  byDay: { [key: string]: string[] }
  mood: Mood | null
  moods: Mood[]
  flag: boolean | number
  'two words': 1
  address: \`\${string}@example.com\`
}

export type Tree = { name: string; parts: Tree[] }

export type Mood = 'glad' | 'sad'
`)
})

test('a brand does not travel', () => {
  expect(print(odd, 'BrandRouter')).toContain('id: Query<void, string>')
})

test.each([
  ['MapRouter', 'find.all'],
  ['BigRouter', 'count[].total'],
  ['DateRouter', 'at.day'],
])('what JSON does not carry is refused: %s', (name, place) => {
  expect(() => print(odd, name)).toThrow(`${place}`)
})

const compare = (file: string) => `import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server'
import type { AppRouter as Source } from '${file}'
import type { AppRouter as Printed } from './router.d.ts'

export const answered = (value: inferRouterOutputs<Source>): inferRouterOutputs<Printed> => value
export const answeredBack = (value: inferRouterOutputs<Printed>): inferRouterOutputs<Source> => value
export const sent = (value: inferRouterInputs<Source>): inferRouterInputs<Printed> => value
export const sentBack = (value: inferRouterInputs<Printed>): inferRouterInputs<Source> => value
`

test.each([join(root, 'server/trpc/app-router.ts'), odd])(
  'the compiler takes both for the same: %s',
  (file) => {
    const config = createProject(file, { 'router.d.ts': print(file), 'compare.ts': compare(file) })
    const tsc = join(root, 'node_modules/typescript/bin/tsc')
    const { stdout } = spawnSync(process.execPath, [tsc, '-p', config, '--pretty', 'false'], {
      encoding: 'utf8',
    })
    expect(stdout).toBe('')
  },
)
