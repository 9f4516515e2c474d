import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkPeople } from './check-people.ts'
import { readPeople } from './read-people.ts'

const read = (text: string) => readPeople(text).map(({ name, email, role }) => [name, email, role])
const check = (text: string) =>
  checkPeople(readPeople(text), { actorRole: 'admin', defaultRole: 'user' }).map(
    ({ email, role, problem }) => [email, role, problem],
  )

test.each([
  ['one a line', 'ada@example.com\n\n  bob@example.com\r\n'],
  ['with commas', 'ada@example.com, bob@example.com'],
  ['with semicolons, as mail programs copy them', 'ada@example.com; bob@example.com;'],
])('addresses %s', (_, text) => {
  expect(read(text)).toEqual([
    ['', 'ada@example.com', ''],
    ['', 'bob@example.com', ''],
  ])
})

test('names before an address in angle brackets', () => {
  expect(read('Ada <ada@example.com>, <bob@example.com>\n"Hopper, Grace" <grace@example.com>')).toEqual([
    ['Ada', 'ada@example.com', ''],
    ['', 'bob@example.com', ''],
    ['Hopper, Grace', 'grace@example.com', ''],
  ])
})

test('records of name, e-mail and role; a first line that names the columns gives their order', () => {
  const people = [
    ['Ada', 'ada@example.com', 'moderator'],
    ['', 'bob@example.com', ''],
  ]
  expect(read('Ada,ada@example.com,moderator\n,bob@example.com')).toEqual(people)
  expect(read('name;email;role\nAda;ada@example.com;moderator\n;bob@example.com;')).toEqual(people)
  expect(
    read('\uFEFF"Role","Id","E-mail","Name"\r\n"moderator","7","ada@example.com","Ada"\r\n,,bob@example.com'),
  ).toEqual(people)
  expect(read('ada@example.com,moderator')).toEqual([['', 'ada@example.com', 'moderator']])
})

test('each row says what is wrong with it', () => {
  const text = [
    'Ada,ada@example.com,Moderator',
    'Bob,no-address,user',
    'Again,ADA@example.com,',
    'Eve,eve@example.com,root',
    'Joe,joe@example.com,user,more',
    `${'x'.repeat(151)},long@example.com`,
    '"Open,open@example.com',
  ].join('\n')
  expect(check(text)).toEqual([
    ['ada@example.com', 'moderator', null],
    ['no-address', 'user', 'Not an e-mail address.'],
    ['ADA@example.com', 'user', 'Stands in row 1 already.'],
    ['eve@example.com', 'root', '“root” is no role.'],
    ['joe@example.com', 'user', expect.stringContaining('name, e-mail, role')],
    ['long@example.com', 'user', 'At most 150 characters.'],
    ['Open,open@example.com', 'user', 'A quotation mark is not closed.'],
  ])
})

test('a role above one’s own is refused', () => {
  const people = readPeople('a@example.com,admin\nb@example.com,user')
  const checked = checkPeople(people, { actorRole: 'moderator', defaultRole: 'user' })
  expect(checked.map(({ problem }) => problem)).toEqual(['A role above your own.', null])
})

const anyUnits = fc.uint16Array().map((units) => String.fromCharCode(...units))

test('no text breaks the reading, and nobody counts twice', () => {
  const text = fc.oneof(anyUnits, fc.string({ unit: fc.constantFrom(...'",;\r\n<>@a. ') }))
  fc.assert(
    fc.property(text, (given) => {
      const ready = check(given).filter(([, , problem]) => problem === null)
      const emails = ready.map(([email]) => String(email).toLowerCase())
      expect(new Set(emails).size).toBe(emails.length)
    }),
  )
})
