import { expect, test } from 'vitest'
import { secretVersion } from './secret-version.ts'

test('a secret has one number, another secret another', () => {
  expect(secretVersion('a secret')).toBe(secretVersion('a secret'))
  expect(secretVersion('a secret')).not.toBe(secretVersion('another secret'))
})
