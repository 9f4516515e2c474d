import { IconNotes } from '@tabler/icons-react'
import { expect, test } from 'vitest'
import { placesFor } from './navigation-places.ts'

const place = (group: string) => ({ group, label: 'Notes', Icon: IconNotes })
const pages = { '/notes': 'signed-in', '/notes/all': 'users.list', '/admin/notes': 'users.manage' } as const
const added = { '/notes': place('Notes'), '/notes/all': place('Notes'), '/admin/notes': place('console') }

test("the product's own group stands first, its other places behind ours", () => {
  const groups = placesFor({ role: 'admin' }, added, pages).map(({ title, places }) => [
    title,
    places.map(({ to }) => to),
  ])
  expect(groups).toEqual([
    ['Notes', ['/notes', '/notes/all']],
    ['Console', [expect.anything(), ...Array(9).fill(expect.anything()), '/admin/settings', '/admin/notes']],
    ['Account', ['/dashboard', '/account/profile', '/account/security']],
  ])
})

test('a place is shown to the roles that may open its page, and a group without any is not', () => {
  const of = (role: 'user' | 'moderator') =>
    placesFor({ role }, added, pages).flatMap(({ places }) => places.map(({ to }) => String(to)))
  expect(of('user')).toEqual(['/notes', '/dashboard', '/account/profile', '/account/security'])
  expect(of('moderator')).toContain('/notes/all')
  expect(of('moderator')).not.toContain('/admin/notes')
  const onlyStaff = { '/notes/all': place('Notes') }
  expect(placesFor({ role: 'user' }, onlyStaff, pages).map(({ title }) => title)).toEqual(['Account'])
})

test('credits are in the navigation of a product that has some', () => {
  const of = (usesCredits: boolean) =>
    placesFor({ role: 'user', usesCredits }, {}, pages).flatMap(({ places }) => places.map(({ to }) => to))
  expect(of(true)).toContain('/account/credits')
  expect(of(false)).not.toContain('/account/credits')
})
