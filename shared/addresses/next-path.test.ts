import { expect, test } from 'vitest'
import { nextPathSchema, safeNextPath } from './next-path.ts'

test.each(['/dashboard', '/admin/users?search=a%20b&role=user', '/account/profile#name'])(
  '%s is ours',
  (path) => {
    expect(safeNextPath(path)).toBe(path)
    expect(nextPathSchema.parse(path)).toBe(path)
  },
)

test.each([
  '//evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  '/\t/evil.example',
  '/.//evil.example',
  '/x\r\nSet-Cookie: a=b',
  'https://evil.example',
  'javascript:alert(1)',
  'dashboard',
  '',
])('%j is not ours', (path) => {
  expect(safeNextPath(path)).toBeNull()
  expect(nextPathSchema.safeParse(path).success).toBe(false)
})
