import { expect, test } from 'vitest'
import { findCommands } from './commands.ts'

const commands = [
  { label: 'Your data', keywords: 'export delete' },
  { label: 'Users', keywords: 'people accounts' },
  { label: 'Sign out' },
  { label: 'Dark colours', keywords: 'theme' },
  { label: 'Übersicht' },
]
const labels = (typed: string) => findCommands(commands, typed).map(({ label }) => label)

test('nothing typed: every command, in its order', () => {
  expect(labels('  ')).toHaveLength(5)
})

test('a name that begins with it comes before one that has it somewhere', () => {
  expect(labels('us')).toEqual(['Users'])
  expect(labels('d')).toEqual(['Dark colours', 'Your data'])
})

test('by other words, by several words in any order, without accents', () => {
  expect(labels('people')).toEqual(['Users'])
  expect(labels('out sig')).toEqual(['Sign out'])
  expect(labels('uber')).toEqual(['Übersicht'])
})

test('what fits nothing finds nothing', () => {
  expect(labels('xyz')).toEqual([])
  expect(labels('sign in')).toEqual([])
})
