import { expect, test } from 'vitest'
import { createKeySecret, isKeySecret, keyHash, keyStart } from './key-secret.ts'

test('a key is recognised by its beginning and its checksum, and no two are alike', () => {
  const secrets = Array.from({ length: 500 }, createKeySecret)
  expect(new Set(secrets).size).toBe(500)
  for (const secret of secrets) {
    expect(secret).toMatch(/^gh_live_[0-9A-Za-z]{49}$/)
    expect(isKeySecret(secret)).toBe(true)
    expect(secret.startsWith(keyStart(secret))).toBe(true)
  }
  // Every character of the alphabet comes at every place of the random part.
  const seen = new Set(secrets.flatMap((secret) => [...secret.slice(8, 51)]))
  expect(seen.size).toBe(62)
})

test('one that was typed or copied wrong is none', () => {
  // Made by another implementation of CRC-32, so that scanners of others can rely on the form.
  const known = `gh_live_${'a'.repeat(43)}05lCud`
  expect(isKeySecret(known)).toBe(true)
  const secret = createKeySecret()
  for (let place = 0; place < secret.length; place += 1) {
    const other = secret[place] === 'x' ? 'y' : 'x'
    expect(isKeySecret(secret.slice(0, place) + other + secret.slice(place + 1)), String(place)).toBe(false)
  }
  for (const text of [
    '',
    'gh_live_',
    secret.slice(1),
    `${secret} `,
    `${secret}\n`,
    secret.toUpperCase(),
    `${secret}0`,
  ])
    expect(isKeySecret(text), text).toBe(false)
})

test('what is kept of it is its SHA-256', () => {
  expect(keyHash('abc')).toBe('ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0')
})
