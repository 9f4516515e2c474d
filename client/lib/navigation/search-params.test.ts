import { expect, test } from 'vitest'
import { choiceParam, keysOf, parseSearch, stringifySearch, textParam } from './search-params.ts'

test('an address keeps what it says, whatever it looks like', () => {
  const search = { token: '0012345678901234567890', search: 'a b&c=1', role: 'true' }
  expect(parseSearch(stringifySearch(search))).toEqual(search)
})

test('what is not set stays out of the address', () => {
  expect(stringifySearch({ search: '', role: undefined, sort: 'name' })).toBe('?sort=name')
  expect(stringifySearch({ search: undefined })).toBe('')
})

test('an empty parameter counts as not given', () => {
  expect(textParam({ search: '' }, 'search')).toBeUndefined()
  expect(textParam({ search: 'ada' }, 'search')).toBe('ada')
})

test('only a known choice is taken', () => {
  const roles = keysOf({ user: 1, admin: 2 })
  expect(choiceParam({ role: 'admin' }, 'role', roles)).toBe('admin')
  expect(choiceParam({ role: 'toString' }, 'role', roles)).toBeUndefined()
})
