import { expect, test } from 'vitest'
import { isLoopbackOrigin } from './origin.ts'

test.each(['http://localhost:3000', 'http://127.0.0.1', 'https://127.8.9.10:1', 'http://[::1]:3000'])(
  '%s names this machine',
  (origin) => expect(isLoopbackOrigin(origin)).toBe(true),
)

test.each([
  'http://127.evil.example',
  'http://127.0.0.1.evil.example',
  'http://localhost.evil.example',
  'http://192.168.0.1',
  'http://[2001:db8::1]',
])('%s may name any machine', (origin) => expect(isLoopbackOrigin(origin)).toBe(false))
