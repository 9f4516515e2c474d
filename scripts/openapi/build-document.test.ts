import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { authEndpoints } from '#server/http/auth/auth-endpoints.ts'
import { privateFields } from '#server/http/auth/send-auth-answer.ts'
import { restOperations } from '#server/http/rest/rest-operations.ts'
import { appRouter } from '#server/trpc/app-router.ts'
import { declareProcedure, type ProcedureMeta } from '#server/trpc/declare-procedure.ts'
import { declareRouter, keptTypes } from '../types/kept-types.ts'
import { authPath } from './auth-operation.ts'
import { buildDocument } from './build-document.ts'
import { describeCall } from './call-facts.ts'
import { wordsOf } from './procedure-operation.ts'
import { refusals } from './shared-parts.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const ours = keptTypes.startsWith('packages')
const document = await buildDocument(ours ? readFileSync(join(root, keptTypes), 'utf8') : declareRouter(root))
const operation = (method: string, path: string) => {
  const found = document.paths[path]?.[method]
  if (!found) throw new Error(`There is no ${method} ${path}.`)
  return found
}
const bodyOf = (method: string, path: string) =>
  operation(method, path).requestBody?.content['application/json']?.schema

test('everything that can be called is in it, each under a name of its own', () => {
  const operations = restOperations(appRouter)
  for (const { method, path, procedure } of operations)
    expect(operation(method.toLowerCase(), path).operationId).toBe(procedure)
  for (const endpoint of authEndpoints)
    expect(operation(endpoint.method.toLowerCase(), authPath(endpoint)).tags).toEqual(['auth'])
  const ids = Object.values(document.paths).flatMap((methods) =>
    Object.values(methods).map(({ operationId }) => operationId),
  )
  expect(new Set(ids).size).toBe(operations.length + authEndpoints.length)
})

test.runIf(ours)('a comment says of each procedure what it is for', () => {
  const undescribed = restOperations(appRouter).filter(
    ({ method, path, procedure }) => operation(method.toLowerCase(), path).summary === wordsOf(procedure),
  )
  expect(undescribed.map(({ procedure }) => procedure)).toEqual([])
})

test('an input is split as REST takes it', () => {
  const update = operation('patch', '/api/admin/users/{id}')
  expect(update.parameters).toMatchObject([{ name: 'id', in: 'path', required: true }])
  expect(bodyOf('patch', '/api/admin/users/{id}')).toMatchObject({
    properties: { name: { type: 'string', minLength: 1, maxLength: 150 } },
  })
  expect(Object.keys(bodyOf('patch', '/api/admin/users/{id}')?.properties ?? {})).not.toContain('id')
  const list = operation('get', '/api/admin/users')
  expect(list.requestBody).toBeUndefined()
  expect(list.parameters).toContainEqual({
    name: 'createdTo',
    in: 'query',
    description: 'Not included, as of `activeTo`.',
    schema: { type: 'string', format: 'date-time' },
  })
  expect(operation('delete', '/api/me').requestBody).toBeDefined()
})

test('it says what a call asks of its callers, and by what it is refused', () => {
  const setRole = operation('put', '/api/admin/users/{id}/role')
  expect(setRole.description).toContain('Needs the permission `users.manage`.')
  expect(setRole.description).toContain('confirmed within ten minutes')
  expect(setRole.description).toContain('120 in 1 min by `user` (`admin-write`)')
  expect(setRole.security).toEqual([{ cookie: [] }, { session: [] }])
  expect(setRole.responses['403']?.description).toContain('`permission`, `banned`')
  expect(setRole.responses['403']?.description).toContain('`confirm`')
  expect(operation('get', '/api/me').security).toContainEqual({ key: [] })
  expect(operation('get', '/api/settings').security).toEqual([])
  expect(operation('post', '/api/auth/sign-in/email').security).toEqual([])
  expect(operation('post', '/api/me/keys').parameters).toContainEqual({
    $ref: '#/components/parameters/IdempotencyKey',
  })
})

test('it says what a call costs, and by what it is refused to who cannot pay', () => {
  const query = { takesInput: true, finds: false, changes: false }
  const described = (credits: NonNullable<ProcedureMeta['credits']>) =>
    describeCall(declareProcedure('notes.draw', 'query', { access: 'signed-in', credits }))
  expect(described(5)).toContain('Costs 5 credits at most: held while it runs, 2 min at most, and given back')
  expect(described({ hold: 1, holdMs: 90_000 })).toContain(
    'Costs 1 credit at most: held while it runs, 90 s at most',
  )
  expect(described({ hold: () => 7 })).toContain('Costs credits by its input')
  const entitlement = 'notes.draw' as never
  const paid = declareProcedure('notes.draw', 'query', { access: 'signed-in', credits: 5, entitlement })
  expect(describeCall(paid)).toContain('The plan of whoever pays must include `notes.draw`.')
  const said = (call: typeof paid) =>
    Object.fromEntries(
      Object.entries(refusals(call, query)).map(([status, each]) => [status, each.description]),
    )
  expect(said(paid)).toMatchObject({
    402: expect.stringContaining('`entitlement`, `credits`'),
    409: expect.stringContaining('`repeated`, `hold-lapsed`'),
    429: expect.stringContaining('`limit`, `quota`'),
  })
  expect(Object.keys(said(declareProcedure('notes.list', 'query', { access: 'signed-in' })))).toEqual([
    '400',
    '401',
    '403',
    '429',
    '503',
  ])
})

test('what no answer of signing in holds is in no schema of one', () => {
  const answers = Object.entries(document.paths)
    .filter(([path]) => path.startsWith('/api/auth/'))
    .flatMap(([, methods]) => Object.values(methods).map(({ responses }) => responses))
  const schemas = Object.entries(document.components.schemas).filter(([name]) => name.startsWith('Auth'))
  const text = JSON.stringify([answers, schemas])
  expect(schemas.length).toBeGreaterThan(2)
  for (const field of privateFields) expect(text).not.toContain(`"${field}":`)
})
