import { expect, test } from 'vitest'
import { defineGuards } from './define-guards.ts'
import { joinTables, type Unshared } from './join-tables.ts'

const own = { ban: ['admin'], list: ['moderator', 'admin'] } as const

test('a joined table has every name with its own type', () => {
  const joined = joinTables(own, { notes: ['user'] })
  const names: ('ban' | 'list' | 'notes')[] = Object.keys(joined) as (keyof typeof joined)[]
  const notes: readonly ['user'] = joined.notes
  expect([names, notes, joined.ban]).toEqual([['ban', 'list', 'notes'], ['user'], ['admin']])
  // @ts-expect-error There is no such name.
  expect(joined.nothing).toBeUndefined()
  const alone: readonly ['ban', 'list'] = Object.keys(joinTables(own, {})) as unknown as ['ban', 'list']
  expect(alone).toEqual(['ban', 'list'])
})

test('a name that both have is an error of its type, which says so', () => {
  // @ts-expect-error `ban` is a name of ours.
  expect(() => joinTables(own, { ban: ['user'] })).not.toThrow()
  const said: Unshared<typeof own, { ban: 1; notes: 2 }> = {
    ban: "ban is a name of Gatehouse's own: give that of your product another one.",
    notes: 2,
  }
  expect(said.notes).toBe(2)
})

test('guards know their names, and a page without one is an error of its type', () => {
  const guards = defineGuards({
    permissions: { 'notes.all': ['admin'] },
    undo: { 'note.update': 'notes.all' },
    limits: { notes: { scopes: [{ scope: 'user', limit: 10, windowMs: 1000 }], onStoreError: 'deny' } },
    pages: { '/notes': 'signed-in', '/notes/all': 'notes.all', '/notes/console': 'console.open' },
  })
  const path: '/notes' | '/notes/all' | '/notes/console' = '/notes' as keyof typeof guards.pages
  expect(guards.pages[path]).toBe('signed-in')
  const wrong = [
    // @ts-expect-error A page says who may open it.
    () => defineGuards({ permissions: {}, limits: {}, undo: {}, pages: { '/notes': undefined } }),
    // @ts-expect-error There is no such permission.
    () => defineGuards({ permissions: {}, limits: {}, undo: {}, pages: { '/notes': 'notes.al' } }),
    // @ts-expect-error A path begins with a slash.
    () => defineGuards({ permissions: {}, limits: {}, undo: {}, pages: { notes: 'signed-in' } }),
    // @ts-expect-error There is no such role.
    () => defineGuards({ permissions: { 'notes.all': ['guest'] }, limits: {}, undo: {}, pages: {} }),
    // @ts-expect-error Every part is there, if empty.
    () => defineGuards({ permissions: {}, limits: {}, undo: {} }),
    // @ts-expect-error There is no such permission.
    () => defineGuards({ permissions: {}, limits: {}, undo: { 'note.update': 'notes.al' }, pages: {} }),
  ]
  expect(wrong).toHaveLength(6)
})
