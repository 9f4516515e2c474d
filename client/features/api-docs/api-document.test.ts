import { expect, test } from 'vitest'
import { findOperations, readDocument } from './api-document.ts'
import { boundWords, fieldsIn, typeWords } from './schema-words.ts'

const memo = { type: 'object', properties: { text: { type: 'string' } }, required: ['text'] }
const document = readDocument({
  info: { title: 'API', description: '', version: '1.0.0' },
  tags: [{ name: 'memos', description: '' }],
  paths: {
    '/api/memos': {
      get: {
        ...{ operationId: 'memos.list', tags: ['memos'], summary: 'Lists memos', security: [] },
        description: 'Needs the permission `memos.read`.',
        parameters: [{ $ref: '#/components/parameters/Page' }],
        responses: {
          200: { description: 'All.' },
          403: { $ref: '#/components/responses/No', description: 'Why.' },
        },
      },
    },
  },
  components: {
    schemas: { Memo: memo },
    parameters: { Page: { name: 'page', in: 'query', schema: { type: 'integer' } } },
    responses: { No: { description: 'No.', content: {} } },
  },
})
const [list] = document.operations

test('references to parts are followed, and what stands beside them counts', () => {
  expect(list).toMatchObject({ method: 'GET', tag: 'memos', parameters: [{ name: 'page' }] })
  expect(list?.answers[1]).toEqual(['403', { description: 'Why.', content: {} }])
})

test.each(['memos', 'GET list', 'permission MEMOS.READ', ''])('a search finds it: %s', (typed) => {
  expect(findOperations(document.operations, typed)).toHaveLength(1)
})

test('a search for something else does not', () => {
  expect(findOperations(document.operations, 'memos remove')).toEqual([])
})

test('a type is said in few letters, and what lies in it is found', () => {
  const ref = { $ref: '#/components/schemas/Memo' }
  expect(typeWords({ anyOf: [{ type: 'array', items: ref }, { type: 'null' }] })).toBe('array of Memo | null')
  expect(typeWords({ type: ['string', 'null'], format: 'date-time' })).toBe('date-time | null')
  expect(typeWords({ type: 'string', enum: ['a', null] })).toBe('"a" | null')
  const fields = fieldsIn({ anyOf: [{ type: 'array', items: ref }, { type: 'null' }] }, document.find)
  expect(fields).toEqual([{ name: 'text', schema: { type: 'string' }, required: true }])
})

test('bounds are said as far as there are any', () => {
  const words = {
    between: (least: number, most: number) => `${least} to ${most}`,
    atLeast: (least: number) => `at least ${least}`,
    atMost: (most: number) => `at most ${most}`,
    letters: (bounds: string) => `${bounds} characters`,
  }
  expect(boundWords({ minimum: 1, maximum: 100 }, words)).toBe('1 to 100')
  expect(boundWords({ minLength: 0, maxLength: 255 }, words)).toBe('at most 255 characters')
  expect(boundWords({}, words)).toBe('')
})
