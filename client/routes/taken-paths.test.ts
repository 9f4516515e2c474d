import { expect, test } from 'vitest'
import type { AtFreePaths } from './taken-paths.ts'

test('a page of a product where one of ours is, whatever its parameter is called, is an error of its type', () => {
  const free = {
    '/notes': 'signed-in',
    '/notes/$id': 'signed-in',
    '/admin/users/$id/notes': 'users.list',
  } as const
  const wrong = [
    free satisfies AtFreePaths<typeof free>,
    // @ts-expect-error The profile is ours.
    { '/account/profile': 'everybody' } satisfies AtFreePaths<{ '/account/profile': 'everybody' }>,
    // @ts-expect-error So is a user's page.
    { '/admin/users/$userId': 'users.list' } satisfies AtFreePaths<{ '/admin/users/$userId': 'users.list' }>,
    // @ts-expect-error And the list of counters.
    { '/admin/limits/counters': 'users.list' } satisfies AtFreePaths<{
      '/admin/limits/counters': 'users.list'
    }>,
    // @ts-expect-error And signing in.
    { '/login': 'everybody' } satisfies AtFreePaths<{ '/login': 'everybody' }>,
  ]
  expect(wrong[0]).toBe(free)
})
