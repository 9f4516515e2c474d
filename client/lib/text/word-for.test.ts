import { expect, test } from 'vitest'
import { wordFor } from './word-for.ts'

test('a code without words is read as words, also one that every object has', () => {
  const words = { 'user.ban': 'Banned' }
  expect(wordFor(words, 'user.ban')).toBe('Banned')
  expect(wordFor(words, 'note.setText')).toBe('Note: set text')
  expect(wordFor(words, 'notesPerUser')).toBe('Notes per user')
  expect(wordFor(words, 'shared-note')).toBe('Shared note')
  expect(wordFor(words, 'constructor')).toBe('Constructor')
  expect(wordFor(words, '')).toBe('')
})
