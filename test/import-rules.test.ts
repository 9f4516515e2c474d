import { existsSync, globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { type Offers, offers } from './import-rules/rooms.ts'
import { readSourceFile } from './import-rules/source-file.ts'
import { findViolations } from './import-rules/violations.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const folders = 'bench,client,drizzle/schema,e2e,product,scripts,server,shared,test'

test('the code keeps the import rules', () => {
  const patterns = [`{${folders}}/**/*.{ts,tsx}`, 'packages/client/*.ts', '*.ts']
  const paths = globSync(patterns, { cwd: root, exclude: (path) => path.endsWith('router.d.ts') })
  const files = paths.map((path) => {
    const unixPath = path.replaceAll('\\', '/')
    return readSourceFile(unixPath, readFileSync(`${root}/${path}`, 'utf8'))
  })
  expect(files.length).toBeGreaterThan(80)
  expect(findViolations(files, offers)).toEqual([])
})

test('what the product can count on is there', () => {
  const readme = readFileSync(`${root}/product/README.md`, 'utf8')
  const paths = [...readme.matchAll(/`#([\w./-]+)`/g)].map(([, path = '']) => path)
  expect(paths.length).toBeGreaterThan(5)
  expect(paths.filter((path) => !existsSync(`${root}/${path}`))).toEqual([])
})

const check = (files: Record<string, string>, offered: Offers = {}) =>
  findViolations(
    Object.entries(files).map(([path, code]) => readSourceFile(path, code)),
    offered,
  )

describe('what is refused', () => {
  test.each([
    ['server/users/a.ts', `import { b } from '../http/b.ts'`],
    ['server/users/a.ts', `import type { b } from '../trpc/b.ts'`],
    ['server/users/a.ts', `const b = await import('../app.ts')`],
    ['server/users/a.ts', `let b: import('../http/b.ts').B`],
    ['server/users/a.ts', `export { b } from '../trpc/b.ts'; export const c = 1`],
    ['server/users/a.ts', `import 'fastify'`],
    ['server/users/a.ts', `import { TRPCError } from '@trpc/server'`],
    ['server/users/a.ts', `import type { FastifyRequest } from 'fastify'`],
    ['server/users/a.ts', `import { b } from '../cli/b.ts'`],
    ['server/users/a.ts', `import { readConfig } from '../config.ts'`],
    ['server/users/a.ts', `import { b } from '#test/b.ts'`],
    ['server/users/a.ts', `import { b } from './b.test.ts'`],
    ['server/users/a.ts', `import { b } from './b-fixture.ts'`],
    ['server/users/a.ts', `import { b } from '#client/lib/b.ts'`],
    ['server/users/a.ts', `import { b } from '../../shared/b.ts'`],
    ['server/users/a.ts', `export const a = process.env.A`],
    ['server/users/a.ts', `export const { env } = process`],
    ['server/users/a.ts', `import { env } from 'node:process'`],
    ['server/users/index.ts', `export * from './a.ts'`],
    ['server/users/helpers/a.ts', ``],
    ['server/users/utils.ts', ``],
    ['server/database/a.ts', `import { b } from '../users/b.ts'`],
    ['server/trpc/a.ts', `import { b } from '../http/b.ts'`],
    ['server/errors.ts', `import { b } from './database/b.ts'`],
    ['server/errors.ts', `import { b } from './users/b.ts'`],
    ['drizzle/schema/a.ts', `import { b } from '#server/errors.ts'`],
    ['shared/a.ts', `import { b } from '#drizzle/schema/b.ts'`],
    ['shared/a.ts', `import { b } from 'drizzle-orm'`],
    ['client/lib/a.ts', `import type { AppRouter } from '#server/trpc/app-router.ts'`],
    ['client/lib/api/trpc.ts', `import { AppRouter } from '#server/trpc/app-router.ts'`],
    ['client/lib/api/trpc.ts', `import type { Context } from '#server/trpc/context.ts'`],
    ['client/lib/a.ts', `import { b } from '../components/b.tsx'`],
    ['client/components/a.tsx', `import { b } from '../features/users/b.tsx'`],
    ['client/features/users/a.tsx', `import { b } from '../limits/b.tsx'`],
    ['client/features/users/a.tsx', `import { b } from '../../router.tsx'`],
    ['client/features/users/a.tsx', `import { b } from '#drizzle/schema/b.ts'`],
    ['client/pages/a.tsx', ``],
    ['client/lib/a.ts', `const load = () => import('./b.ts')`],
    ['client/components/a.tsx', `import { lazy } from 'react'`],
    ['product/notes.ts', ``],
    ['product/shared.ts', `import { b } from '#drizzle/schema/b.ts'`],
    ['product/guards.ts', `import { b } from '#server/errors.ts'`],
    ['product/schema/a.ts', `import { b } from '#server/errors.ts'`],
    ['product/server/a.ts', `import { b } from '#server/http/b.ts'`],
    ['product/client/a.tsx', `import { b } from '../server/b.ts'`],
    ['product/client.tsx', `import { b } from '#client/features/users/b.tsx'`],
    ['product/client.tsx', `const load = () => import('./client/b.tsx')`],
    ['product/words.ts', `import { b } from '#client/lib/text/b.ts'`],
    ['client/components/shell/a.ts', `import { b } from '#product/client.tsx'`],
    ['server/users/a.ts', `import { b } from '#product/server.ts'`],
    ['shared/roles/roles.ts', `import { b } from '#product/shared.ts'`],
    ['client/lib/a.ts', `import { b } from '#product/guards.ts'`],
    ['server/users/a.ts', `export const a = (plan: string) => plan === 'pro'`],
    ['client/lib/a.ts', `export const a = (owner: { plan: string }) => 'free' !== owner.plan`],
    ['product/server/a.ts', `export function a(plan: string) { switch (plan) { case 'pro': return 1 } }`],
  ])('%s: %s', (path, code) => expect(check({ [path]: code })).toHaveLength(1))

  test('a cycle of files, types included', () => {
    const files = {
      'shared/a.ts': `import type { b } from './b.ts'`,
      'shared/b.ts': `import { c } from './c.ts'`,
      'shared/c.ts': `import { a } from './a.ts'`,
    }
    expect(check(files)).toEqual([
      'shared/a.ts -> shared/b.ts -> shared/c.ts -> shared/a.ts is a cycle of files',
    ])
  })

  test('a cycle of folders', () => {
    const files = {
      'server/users/a.ts': `import { b } from '../auth/b.ts'`,
      'server/auth/c.ts': `import { d } from '../users/d.ts'`,
    }
    expect(check(files)).toEqual(['server/users -> server/auth -> server/users is a cycle of folders'])
  })

  test('a cycle of rooms, and one of a room and a file beside it', () => {
    const files = {
      'server/users/acts/a.ts': `import { b } from '../list/b.ts'`,
      'server/users/list/b.ts': ``,
      'server/users/list/c.ts': `import { d } from '../acts/d.ts'`,
      'server/users/acts/d.ts': ``,
      'client/lib/api/e.ts': `import type { f } from '../f.ts'`,
      'client/lib/f.ts': `import { g } from './api/g.ts'`,
      'client/lib/api/g.ts': ``,
    }
    const offered = {
      'server/users/acts': ['d'],
      'server/users/list': ['b'],
      'client/lib/api': ['g'],
    }
    expect(check(files, offered)).toEqual([
      'server/users/acts -> server/users/list -> server/users/acts is a cycle of rooms',
      'client/lib/api -> client/lib/f.ts -> client/lib/api is a cycle of rooms',
    ])
  })

  test.each([
    ['server/auth/a.ts', `import { b } from '../users/list/b.ts'`, 'server/users/list'],
    ['server/users/a.ts', `import { b } from './list/b.ts'`, 'server/users/list'],
    ['server/users/acts/a.ts', `import type { b } from '../list/b.ts'`, 'server/users/list'],
    ['server/trpc/a.ts', `import { b } from './routers/b.ts'`, 'server/trpc/routers'],
    ['client/components/table/a.tsx', `import { b } from '../dialog/b.tsx'`, 'client/components/dialog'],
    ['client/features/users/a.tsx', `import { b } from '#client/lib/api/b.ts'`, 'client/lib/api'],
    ['client/features/users/list/a.tsx', `import { b } from '../page/b.tsx'`, 'client/features/users/page'],
  ])('%s: %s, which the room does not offer', (path, code, room) => {
    expect(check({ [path]: code })).toEqual([`${path} imports b, which ${room} does not offer`])
    // Another file of the room is no way in either.
    const files = { [path]: code, [`${room}/c.ts`]: ``, [`${room}/d.test.ts`]: `import { c } from './c.ts'` }
    expect(check(files, { [room]: ['c'] })).toEqual([
      `${path} imports b, which ${room} does not offer`,
      `${room} offers c, which nothing outside imports`,
    ])
  })

  test('an offer that only the room itself, a test or an assembling file takes, or that is not there', () => {
    const files = {
      'server/users/list/a.ts': `import { b } from './b.ts'`,
      'server/users/list/b.ts': ``,
      'server/users/a.test.ts': `import { a } from './list/a.ts'; import { b } from './list/b.ts'`,
      'server/trpc/routers/users.ts': `import { a } from '../../users/list/a.ts'`,
    }
    const unused = (name: string) => `server/users/list offers ${name}, which nothing outside imports`
    expect(check(files, { 'server/users/list': ['a', 'c'] })).toEqual([unused('a'), unused('c')])
    expect(check(files, { 'server/users/list': 'everything' })).toEqual([unused('a'), unused('b')])
    expect(check(files, { 'server/users/acts': 'everything' })).toEqual([
      'There is no room server/users/acts to offer anything',
    ])
  })
})

describe('what is allowed', () => {
  test.each([
    ['server/main.ts', `import { readConfig } from './config.ts'; import { buildApp } from './app.ts'`],
    ['server/http/a.ts', `import { fastify } from 'fastify'; import { b } from '../users/b.ts'`],
    [
      'server/trpc/routers/a.ts',
      `import { b } from '../../users/b.ts'; import { c } from '../procedures.ts'`,
    ],
    ['server/users/a.ts', `import type { Config } from '../config.ts'; import { b } from '#shared/b.ts'`],
    ['server/users/a.test.ts', `import { b } from '#test/b.ts'; import { fastify } from 'fastify'`],
    ['server/users/a.test.ts', `import { b } from './b-fixture.ts'`],
    ['server/users/b-fixture.ts', `import { b } from '#test/b.ts'`],
    ['server/service-context.ts', `import type { Database } from './database/database.ts'`],
    ['server/config.ts', `export const a = process.env.A`],
    ['drizzle/schema/index.ts', `export * from './a.ts'`],
    ['client/lib/api/trpc.ts', `import type { AppRouter } from '#server/trpc/app-router.ts'`],
    ['client/features/users/a.tsx', `import { b } from './b.tsx'; import '../../styles/c.css'`],
    ['client/lib/a.ts', `const load = part(() => import('./b.ts').then(({ b }) => b))`],
    ['shared/roles/roles.ts', `import { b } from '#product/guards.ts'`],
    ['product/shared/a.ts', `import { b } from '#shared/b.ts'; import { z } from 'zod'`],
    ['product/schema/index.ts', `export * from './a.ts'`],
    ['product/schema/a.ts', `import { user } from '#drizzle/schema/auth.ts'`],
    [
      'product/server/a.ts',
      `import { b } from '../schema/index.ts'; import { TRPCError } from '@trpc/server'`,
    ],
    ['product/client/a.tsx', `import { b } from '../shared/b.ts'; import { c } from '#client/lib/c.ts'`],
    ['product/client.tsx', `const load = part(() => import('./client/b.tsx').then(({ b }) => b))`],
    ['client/lib/text/text.ts', `import { b } from '#product/words.ts'`],
  ])('%s: %s', (path, code) => expect(check({ [path]: code })).toEqual([]))
  test.each([
    ['server/users/acts/a.ts', `import { b } from './b.ts'`],
    ['server/users/acts/a.test.ts', `import { b } from '../list/b.ts'`],
    ['server/app.ts', `import { b } from './users/list/b.ts'`],
    ['server/cli/a.ts', `import { b } from '../users/list/b.ts'`],
    ['server/trpc/routers/a.ts', `import { b } from '../../users/list/b.ts'`],
    ['server/trpc/app-router.ts', `import { b } from './routers/b.ts'`],
    ['client/routes/a.ts', `import { b } from '../features/users/list/b.tsx'`],
    ['client/lib/text/en/a.ts', `import { b } from '../b.ts'`],
    ['product/server.ts', `import { b } from '#server/users/list/b.ts'`],
    ['product/server/a.ts', `import { b } from '#server/trpc/procedures.ts'`],
    ['bench/a.ts', `import { b } from '#server/users/list/b.ts'`],
  ])('%s: %s, without an offer', (path, code) => expect(check({ [path]: code })).toEqual([]))

  test('what a room offers, from its own folder and from others', () => {
    const files = {
      'server/users/list/a.ts': `import { b } from './b.ts'`,
      'server/users/list/b.ts': ``,
      'server/users/acts/c.ts': `import { a } from '../list/a.ts'`,
      'server/undo/d.ts': `import type { c } from '../users/acts/c.ts'`,
      'client/lib/text/en/e.ts': ``,
      'client/components/f.tsx': `import { e } from '#client/lib/text/en/e.ts'`,
    }
    const offered = {
      'server/users/list': ['a'],
      'server/users/acts': 'everything',
      'client/lib/text': ['en/e'],
    } as const
    expect(check(files, offered)).toEqual([])
  })
})
