import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { readSourceFile } from './import-rules/source-file.ts'
import { findViolations } from './import-rules/violations.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const folders = 'bench,client,drizzle/schema,e2e,scripts,server,shared,test'

test('the code keeps the import rules', () => {
  const paths = globSync([`{${folders}}/**/*.{ts,tsx}`, '*.ts'], { cwd: root })
  const files = paths.map((path) => {
    const unixPath = path.replaceAll('\\', '/')
    return readSourceFile(unixPath, readFileSync(`${root}/${path}`, 'utf8'))
  })
  expect(files.length).toBeGreaterThan(80)
  expect(findViolations(files)).toEqual([])
})

const check = (files: Record<string, string>) =>
  findViolations(Object.entries(files).map(([path, code]) => readSourceFile(path, code)))

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
  ])('%s: %s', (path, code) => expect(check({ [path]: code })).toEqual([]))
})
