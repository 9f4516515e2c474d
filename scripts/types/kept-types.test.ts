import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { copyRepository } from '#test/repository-copy.ts'

const sources = [
  'drizzle',
  'packages',
  'product',
  'scripts',
  'server',
  'shared',
  'tsconfig.json',
  'redocly.yaml',
]

const memosRouter = `import { protectedProcedure, router } from '#server/trpc/procedures.ts'

export const memosRouter = router({
  /** Shows the newest memo. */
  newest: protectedProcedure.meta({ rest: 'GET /api/memos/newest' }).query(() => ({ at: new Date() })),
})
`
const product = `import { defineServer } from '#server/trpc/define-server.ts'
import { memosRouter } from './server/memos-router.ts'

export const server = defineServer({
  routers: { memos: memosRouter },
  userCreated: async () => {},
  people: null,
  personalData: {},
  undo: {},
  sweeps: {},
})
`

test("a product's procedures are in the package, its types are kept apart, and a stale file is found", async () => {
  const root = await copyRepository(sources)
  const read = (path: string) => readFileSync(join(root, path), 'utf8')
  const buildTypes = (...args: string[]) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/build-types.ts', ...args], {
      cwd: root,
      encoding: 'utf8',
    })
    return { status, said: stdout + stderr }
  }
  const ours = [read('packages/client/router.d.ts'), read('packages/client/openapi.json')]
  mkdirSync(join(root, 'product/server'), { recursive: true })
  writeFileSync(join(root, 'product/server/memos-router.ts'), memosRouter)
  writeFileSync(join(root, 'product/server.ts'), product)
  expect(buildTypes('--check')).toEqual({ status: 0, said: expect.stringContaining('are not kept') })

  expect(buildTypes()).toEqual({ status: 0, said: expect.stringContaining('product/router.d.ts') })
  const types = read('product/router.d.ts')
  expect(types).toContain('newest: Query<void, { at: string }>')
  const document = read('product/openapi.json')
  expect(JSON.parse(document).paths['/api/memos/newest'].get).toMatchObject({
    operationId: 'memos.newest',
    summary: 'Shows the newest memo',
    responses: {
      200: {
        content: {
          'application/json': { schema: { properties: { at: { type: 'string', format: 'date-time' } } } },
        },
      },
    },
  })
  expect(read('packages/client/dist/router.d.ts')).toBe(types)
  expect([read('packages/client/router.d.ts'), read('packages/client/openapi.json')]).toEqual(ours)
  expect(buildTypes('--check')).toEqual({ status: 0, said: '' })

  writeFileSync(join(root, 'product/server/memos-router.ts'), memosRouter.replace('at:', 'since:'))
  const stale = (path: string, text: string, at: string) => {
    const line = text.slice(0, text.indexOf(at)).split('\n').length
    return `${path} is not what the procedures say, from line ${line} on. Run npm run build:types.\n`
  }
  const ofDocument = document.slice(0, document.indexOf('"/api/memos/newest"')).length
  expect(buildTypes('--check')).toEqual({
    status: 1,
    said: `${stale('product/router.d.ts', types, 'newest:')}${stale('product/openapi.json', document, document.slice(document.indexOf('"at"', ofDocument)))}`,
  })
})
