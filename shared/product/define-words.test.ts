import { expect, test } from 'vitest'
import { z } from 'zod'
import { fields } from '../audit/act.ts'
import { defineShared } from './define-shared.ts'
import type { WordsFor } from './define-words.ts'

const { acts } = defineShared({
  acts: { 'memo.rename': { subject: ['memo', 'user'], after: fields({ title: z.string() }) } },
  settings: {},
})
type Words = WordsFor<typeof acts, 'memos.all', { memosPerUser: number; memoColour: 'red' | 'blue' }>

const words: Words = {
  acts: { 'memo.rename': 'Renamed a memo' },
  entities: { memo: 'Memos' },
  subjects: { memo: 'Memo' },
  fields: { title: 'Title' },
  permissions: { 'memos.all': 'Read all memos' },
  settings: {
    memosPerUser: { name: 'Memos per user', lead: 'At once.' },
    memoColour: { name: 'Colour', choices: { red: 'Red', blue: 'Blue' } },
  },
}

test('a word that is forgotten, or is about nothing, is an error of its type', () => {
  const wrong: Words[] = [
    // @ts-expect-error The act has no word.
    { ...words, acts: {} },
    // @ts-expect-error There is no such act.
    { ...words, acts: { ...words.acts, 'memo.add': 'Added a memo' } },
    // @ts-expect-error What the act is about has no word.
    { ...words, entities: {} },
    // @ts-expect-error What it is done to has none.
    { ...words, subjects: {} },
    // @ts-expect-error No act changes such a field.
    { ...words, fields: { colour: 'Colour' } },
    // @ts-expect-error The permission has no word.
    { ...words, permissions: {} },
    // @ts-expect-error A setting has no name.
    { ...words, settings: { memoColour: words.settings.memoColour } },
    // @ts-expect-error One of the choices has no word.
    { ...words, settings: { ...words.settings, memoColour: { name: 'Colour', choices: { red: 'Red' } } } },
  ]
  expect(wrong).toHaveLength(8)
})
