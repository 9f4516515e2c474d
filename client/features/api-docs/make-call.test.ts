import { expect, test } from 'vitest'
import type { Operation } from './api-document.ts'
import { addressOf, curlOf, exampleValues, findMissing } from './make-call.ts'

const operation: Operation = {
  operationId: 'memos.edit',
  method: 'PATCH',
  path: '/api/memos/{id}',
  tag: 'memos',
  summary: 'Changes a memo',
  description: '',
  security: [{ key: [] }],
  parameters: [
    { name: 'id', in: 'path', required: true, schema: { type: 'string' }, example: 'a/b' },
    { name: 'tags', in: 'query', schema: { type: 'array' } },
    { name: 'Idempotency-Key', in: 'header', schema: { type: 'string' } },
  ],
  body: { required: true, schema: { type: 'object' }, example: { text: "It's" } },
  answers: [['200', { description: 'It is done.' }]],
}
const values = exampleValues(operation)

test('an address has what was filled in, and nothing else', () => {
  expect(addressOf(operation, values)).toBe('/api/memos/a%2Fb')
  const filled = { ...values, parameters: { id: '1', tags: 'red, blue&green' } }
  expect(addressOf(operation, filled)).toBe('/api/memos/1?tags=red&tags=blue%26green')
})

test('what must be there and is not is found before the call', () => {
  expect(findMissing(operation, values)).toBeNull()
  expect(findMissing(operation, { ...values, parameters: { id: ' ' } })).toBe('id')
  expect(findMissing(operation, { ...values, body: '{' })).toBe('body')
  expect(findMissing(operation, { ...values, body: '' })).toBe('body')
})

test('a terminal makes the same call', () => {
  const given = { body: '{"text":"It\'s"}', parameters: { id: '1', 'Idempotency-Key': 'k' } }
  expect(curlOf(operation, given, 'https://app.example.com')).toBe(
    [
      "curl -X PATCH 'https://app.example.com/api/memos/1' \\",
      '  -H "Authorization: Bearer $KEY" \\',
      "  -H 'Content-Type: application/json' \\",
      "  -H 'Idempotency-Key: k' \\",
      "  -d '{\"text\":\"It'\\''s\"}'",
    ].join('\n'),
  )
})
