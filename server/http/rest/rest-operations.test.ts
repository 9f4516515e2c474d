import { expect, test } from 'vitest'
import { z } from 'zod'
import { idSchema } from '#shared/text/text.ts'
import { appRouter } from '../../trpc/app-router.ts'
import type { ProcedureMeta } from '../../trpc/declare-procedure.ts'
import { protectedProcedure, router } from '../../trpc/procedures.ts'
import { restOperations } from './rest-operations.ts'

const withId = z.object({ id: idSchema, days: z.number().optional() }).strict()
const declared = (meta: ProcedureMeta) => protectedProcedure.meta(meta)
const query = (rest: ProcedureMeta['rest'], input: z.ZodType = withId) =>
  declared({ rest })
    .input(input)
    .query(() => null)
const mutation = (rest: ProcedureMeta['rest'], input: z.ZodType = withId) =>
  declared({ rest })
    .input(input)
    .mutation(() => null)

test('the operations of our router are found by their procedures', () => {
  const operations = restOperations(appRouter)
  const found = (procedure: string) => operations.find((each) => each.procedure === procedure)
  expect(found('users.update')).toMatchObject({
    method: 'PATCH',
    path: '/api/admin/users/{id}',
    parameters: ['id'],
    inputIn: 'body',
    type: 'mutation',
    meta: { permission: 'users.manage' },
  })
  expect(found('users.update')?.input?.safeParse({ id: 'a', name: 'Ada' }).success).toBe(true)
  expect(found('users.list')).toMatchObject({ method: 'GET', path: '/api/admin/users', inputIn: 'query' })
  expect(found('settings.set')).toMatchObject({ path: '/api/admin/settings/{key}', parameters: ['key'] })
  expect(found('limits.status')).toMatchObject({ path: '/api/me/limits', input: null })
})

test('what a DELETE says stands in its address, and a password in its body', () => {
  const inputIn = Object.fromEntries(restOperations(appRouter).map((each) => [each.procedure, each.inputIn]))
  expect(inputIn).toMatchObject({ 'sessions.endOf': 'query', 'users.deleteMe': 'body' })
})

// What is not for programs in other languages, each with its reason in docs/architecture.md.
test('every procedure is a REST operation, but for these', () => {
  const served = new Set(restOperations(appRouter).map(({ procedure }) => procedure))
  expect(Object.keys(appRouter._def.procedures).filter((path) => !served.has(path))).toEqual([
    'audit.export',
    'credits.exportMine',
    'credits.export',
    'credits.exportOwners',
    'feedback.export',
    'health.ping',
    'live.stream',
    'orders.export',
    'sessions.impersonate',
    'sessions.endImpersonation',
    'users.neighbours',
    'users.export',
    'views.list',
    'views.create',
    'views.update',
    'views.remove',
  ])
})

test.each<[string, Record<string, ReturnType<typeof query> | ReturnType<typeof mutation>>]>([
  ['GET changes nothing', { a: mutation('GET /api/memos/{id}') }],
  ['A query is asked with GET', { a: query('DELETE /api/memos/{id}') }],
  [
    'A query without a body is asked with GET',
    { a: query('POST /api/memos/{id}', z.object({ id: idSchema })) },
  ],
  ['Its input has no "memoId"', { a: query('GET /api/memos/{memoId}') }],
  ['A path cannot say "ids"', { a: query('GET /api/memos/{ids}', z.object({ ids: z.array(idSchema) })) }],
  ['A query string cannot say "filter"', { a: query('GET /api/memos', z.object({ filter: withId })) }],
  ['A parameter is in its path twice', { a: query('GET /api/memos/{id}/{id}') }],
  ['Something else is at that path', { a: query('GET /api/auth/memos') }],
  ['Something else is at that path', { a: query('GET /api/docs') }],
  ['Something else is at that path', { a: query('GET /api/openapi.json') }],
  ['Something else is at that path', { a: query('GET /api/pictures/{id}') }],
  ['It is a method, a space, and a path', { a: query('GET /api/') }],
  ['It is a method, a space, and a path', { a: query('GET /api/Memos') }],
  ['It is a method, a space, and a path', { a: query('GET /api/memos/') }],
  ['It is a method, a space, and a path', { a: query('GET /api/memos/{id') }],
  ['It is a method, a space, and a path', { a: query('GET /api/memos?id={id}') }],
  ['It is a method, a space, and a path', { a: query('GET /memos' as 'GET /api/') }],
  ['It is a method, a space, and a path', { a: query('HEAD /api/memos' as 'GET /api/') }],
  ['Its address is also that of the procedure', { b: query('GET /api/memos'), a: query('GET /api/memos') }],
  [
    'Its address is also that of the procedure',
    { b: query('GET /api/memos/{id}'), a: mutation('PATCH /api/memos/all') },
  ],
  [
    'Its address is also that of the procedure',
    { b: query('GET /api/memos/{id}'), a: mutation('PATCH /api/memos/{days}') },
  ],
])('%s: refused', (problem, procedures) => {
  expect(() => restOperations(router(procedures))).toThrow(problem)
})

test('a password, a stream and an input of two schemas are refused', () => {
  const password = declared({ rest: 'GET /api/memos', testsPassword: true }).query(() => null)
  expect(() => restOperations(router({ a: password }))).toThrow('A password has no place in an address')
  const stream = declared({ rest: 'GET /api/memos' }).subscription(async function* () {
    yield 1
  })
  expect(() => restOperations(router({ a: stream }))).toThrow('A stream is no REST operation')
  const two = declared({ rest: 'GET /api/memos' })
    .input(withId)
    .input(z.object({ more: z.string() }))
    .query(() => null)
  expect(() => restOperations(router({ a: two }))).toThrow('join them')
})

test('a path is a method and begins with /api/, by its type', () => {
  // @ts-expect-error
  declared({ rest: 'GET /memos' })
  // @ts-expect-error
  declared({ rest: 'FETCH /api/memos' })
})
