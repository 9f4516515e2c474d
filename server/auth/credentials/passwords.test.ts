import { expect, test } from 'vitest'
import { password } from '#test/app.ts'
import { passwordHash } from '#test/people.ts'
import { allowPasswordTest } from './password-allowance.ts'
import { hashPassword, isCommonPassword, verifyPassword } from './passwords.ts'

test('passwords are hashed by argon2id with 19 MiB, two passes and one lane, into 32 bytes', async () => {
  const hash = await hashPassword(password)
  expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/)
  expect(await hashPassword(password)).not.toBe(hash)
  // People whom tests make as rows have a hash that was made in the same way.
  expect(passwordHash.split('$').slice(0, 4)).toEqual(hash.split('$').slice(0, 4))
  expect(await allowPasswordTest(() => verifyPassword({ hash: passwordHash, password }))).toBe(true)
})

test('common passwords are known in any case', () => {
  expect(isCommonPassword('PassWord123')).toBe(true)
  expect(isCommonPassword(password)).toBe(false)
})
