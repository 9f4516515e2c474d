import { expect, test } from 'vitest'
import type { PersonDetails, PersonFieldView } from '#shared/person-details.ts'
import { choicesOf, detailText, fromInputs, toInputs } from './detail-values.ts'

const field = (name: string, kind: PersonFieldView['kind'], more: Partial<PersonFieldView> = {}) => ({
  ...{ name, kind, label: name, choices: [], min: null, max: null, nullable: false, signUp: false },
  ...{ default: null, editedBy: 'owner' as const },
  ...more,
})

const fields = [
  field('company', 'text', { default: '' }),
  field('nick', 'text', { nullable: true }),
  field('seats', 'number', { default: 1 }),
  field('floor', 'number', { nullable: true }),
  field('news', 'yes-no', { default: false }),
  field('plan', 'choice', { choices: ['free', 'paid_yearly'], nullable: true }),
]

test('what the inputs hold goes to the server as what the fields hold, and back', () => {
  const details = { company: 'Engines', nick: null, seats: 3, floor: -1, news: true, plan: 'free' }
  const inputs = toInputs(fields, details as unknown as PersonDetails)
  expect(Object.values(inputs)).toEqual(['Engines', '', '3', '-1', 'yes', 'free'])
  expect(fromInputs(fields, inputs)).toEqual(details)
  const first = { company: '', nick: null, seats: 1, floor: null, news: false, plan: null }
  expect(fromInputs(fields, toInputs(fields))).toEqual(first)
})

test('what is no number is left for the server to refuse', () => {
  const seats = (value: string) => fromInputs(fields, { ...toInputs(fields), 'details.seats': value })
  expect(seats('many')).toMatchObject({ seats: 'many' })
  expect(seats(' ')).toMatchObject({ seats: ' ' })
})

test('a page shows words, and a dash for nothing', () => {
  const shown = (details: object) => fields.map((each) => detailText(each, details as PersonDetails))
  expect(shown({ company: 'Engines', seats: 1200, news: false, plan: 'paid_yearly' })).toEqual([
    'Engines',
    '–',
    '1,200',
    '–',
    'No',
    'Paid yearly',
  ])
  expect(detailText(field('company', 'text'), null)).toBe('–')
  expect(choicesOf(field('news', 'yes-no')).map(({ label }) => label)).toEqual(['No', 'Yes'])
  expect(choicesOf(field('plan', 'choice', { choices: ['free'], nullable: true }))).toEqual([
    { value: '', label: '–' },
    { value: 'free', label: 'Free' },
  ])
})
