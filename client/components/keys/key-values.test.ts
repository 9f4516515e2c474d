import { expect, test } from 'vitest'
import { toKeyInput, validateKey } from './key-values.ts'

const values = { name: 'Backup', lifetimeDays: '90', permissions: [], addresses: '' }

test('addresses are one a line, however they were pasted', () => {
  expect(toKeyInput({ ...values, addresses: ' 203.0.113.7 \n\n198.51.100.0/24, ::1\n' })).toEqual({
    name: 'Backup',
    lifetimeDays: 90,
    permissions: [],
    addresses: ['203.0.113.7', '198.51.100.0/24', '::1'],
  })
})

test('what is wrong with one of the addresses is said of their field', async () => {
  expect(await validateKey(values)).toEqual({})
  expect(Object.keys(await validateKey({ ...values, addresses: `::1\n${'1'.repeat(65)}` }))).toEqual([
    'addresses',
  ])
  const wrong = await validateKey({ ...values, name: ' ', lifetimeDays: 'x' })
  expect(Object.keys(wrong).sort()).toEqual(['lifetimeDays', 'name'])
})
