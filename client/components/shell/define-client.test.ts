import { IconNotes } from '@tabler/icons-react'
import { expect, test } from 'vitest'
import { defineClientOf } from './define-client.ts'
import type { SettingFormProps } from './product-client.ts'

interface Pages {
  '/notes': 'signed-in'
  '/notes/all': 'users.list'
  '/notes/$id': 'signed-in'
}
const define = defineClientOf<Pages, { notesPerUser: number }>()
const page = async () => () => null
const pages = { '/notes': page, '/notes/all': page, '/notes/$id': page }
const rest = {
  commands: [],
  userTabs: {},
  sections: { overview: [], profile: [], security: [] },
  settingForms: {},
} as const
const notes = { group: 'Notes', label: 'Notes', Icon: IconNotes } as const
const Tab = ({ userId }: { userId: string }) => userId
const NumberForm = ({ value }: SettingFormProps<number>) => value.toFixed()
const TextForm = ({ value }: SettingFormProps<string>) => value.trim()

test('a whole client is taken as it is', () => {
  const client = define({
    ...rest,
    pages,
    places: {
      '/notes': { ...notes, key: 'n' },
      '/notes/all': { group: 'console', label: 'All notes', Icon: IconNotes, key: 'm' },
    },
    userTabs: { notes: { label: 'Notes', permission: 'users.list', Tab } },
    settingForms: { notesPerUser: NumberForm },
  })
  expect(client.pages['/notes/$id']).toBe(page)
})

test('a page without a guard, and a guard without its page, are errors of their type', () => {
  const { '/notes/$id': _, ...fewer } = pages
  const wrong = [
    // @ts-expect-error A page of guards.ts has no component.
    () => define({ ...rest, places: {}, pages: fewer }),
    // @ts-expect-error A component has no guard.
    () => define({ ...rest, places: {}, pages: { ...pages, '/memos': page } }),
    // @ts-expect-error Nor has this one, of a product without pages.
    () => defineClientOf<Record<never, never>, object>()({ ...rest, places: {}, pages: { '/notes': page } }),
    // @ts-expect-error A page is a component that is loaded.
    () => define({ ...rest, places: {}, pages: { ...pages, '/notes': async () => 7 } }),
    // @ts-expect-error Every part is there, if empty.
    () => define({ ...rest, pages }),
  ]
  expect(wrong).toHaveLength(5)
})

test('a place that cannot be is an error of its type', () => {
  const wrong = [
    // @ts-expect-error There is no such page.
    () => define({ ...rest, pages, places: { '/memos': notes } }),
    // @ts-expect-error Which note?
    () => define({ ...rest, pages, places: { '/notes/$id': notes } }),
    // @ts-expect-error `g u` leads to the users.
    () => define({ ...rest, pages, places: { '/notes': { ...notes, key: 'u' } } }),
    // @ts-expect-error A key is one letter.
    () => define({ ...rest, pages, places: { '/notes': { ...notes, key: 'no' } } }),
    () =>
      define({
        ...rest,
        pages,
        // @ts-expect-error Two places have one key.
        places: { '/notes': { ...notes, key: 'n' }, '/notes/all': { ...notes, key: 'n' } },
      }),
  ]
  expect(wrong).toHaveLength(5)
})

test('a tab that is ours and a form that does not fit its setting are errors of their type', () => {
  const tab = { label: 'Notes', permission: null, Tab } as const
  const wrong = [
    // @ts-expect-error The tab is ours.
    () => define({ ...rest, pages, places: {}, userTabs: { sessions: tab } }),
    // @ts-expect-error There is no such permission.
    () => define({ ...rest, pages, places: {}, userTabs: { notes: { ...tab, permission: 'notes.all' } } }),
    // @ts-expect-error There is no such setting.
    () => define({ ...rest, pages, places: {}, settingForms: { memosPerUser: NumberForm } }),
    // @ts-expect-error The setting is a number.
    () => define({ ...rest, pages, places: {}, settingForms: { notesPerUser: TextForm } }),
  ]
  expect(wrong).toHaveLength(4)
})
