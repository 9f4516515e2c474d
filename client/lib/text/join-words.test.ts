import { expect, test } from 'vitest'
import { en } from './en/en.ts'
import { joinWords } from './join-words.ts'

test('what is the product’s has its words beside ours', () => {
  const added = {
    acts: { 'memo.rename': 'Renamed a memo' },
    entities: { memo: 'Memos' },
    subjects: { memo: 'Memo' },
    fields: { title: 'Title' },
    permissions: { 'memos.all': 'Read all memos' },
    settings: { memosPerUser: { name: 'Memos per user', lead: 'At once.' } },
  }
  const { audit, permissions, settings } = joinWords(en, added)
  expect(audit.actions).toEqual({ ...en.audit.actions, ...added.acts })
  expect(audit.entities).toEqual({ ...en.audit.entities, ...added.entities })
  expect(audit.subjects).toEqual({ ...en.audit.subjects, ...added.subjects })
  expect(audit.fields.names).toEqual({ ...en.audit.fields.names, ...added.fields })
  expect(audit.settings).toEqual({ ...en.audit.settings, memosPerUser: 'Memos per user' })
  expect(permissions.of).toEqual({ ...en.permissions.of, ...added.permissions })
  expect(settings.ofProduct).toEqual(added.settings)
})
