import { expect, test } from 'vitest'
import { maxPictureBytes, shownPicture } from '../pictures.ts'
import { emailSchema, nameSchema, passwordSchema, setMyPictureInput } from '../users.ts'
import { instantSchema, toLine } from './text.ts'

test.each(['Ada\u0000', 'Ada\nLovelace', 'a\u202egnp.exe', 'x'.repeat(151), '   ', null, 7])(
  'the name %j is refused',
  (name) => {
    expect(nameSchema.safeParse(name).success).toBe(false)
  },
)

test('names of every script are names', () => {
  for (const name of ['Zoë', '李小龍', "O'Neill", 'Łukasz Żak', 'José', 'Ада', 'אדה', 'محمد'])
    expect(nameSchema.parse(` ${name} `)).toBe(name)
})

// Written as they are numbered, since none of them can be seen.
test.each(
  [
    ['Ada', 0x200b],
    ['Ada', 0x200c, 'L'],
    ['A', 0x200d, 'da'],
    ['Ada', 0x200e],
    ['Ada', 0x2060, 'L'],
    ['A', 0xfeff, 'da'],
    ['A', 0xad, 'da'],
    ['Ada', 0xe0041, 0xe0064],
    ['Ada', 0xfe0f],
    ['Ada', 0xe0100],
    ['Ada', 0x85, 'L'],
    ['Ada', 0x7f],
    ['Ada', 0x2066, 'L'],
    ['Ada', 0xd800],
    ['م', 0x200c, 0x200c, 'م'],
    ['محمد', 0x200c],
    ['葛', 0xe0100, 0xe0100],
    ['1', 0xfe0f],
    [0x3164],
    [0x2800],
    [0x1f3f4, 0xe0067, 0xe0062, 0xe007f],
  ].map(spelled),
)('the name %j, part of which cannot be seen, is refused', (name) => {
  expect(nameSchema.safeParse(name).success).toBe(false)
})

test.each(
  [
    ['می', 0x200c, 'خواهم'],
    ['क', 0x94d, 0x200d, 'ष'],
    ['ශ', 0xdca, 0x200d, 'රී'],
    [0x1f469, 0x1f3fd, 0x200d, 0x1f680],
    [0x2764, 0xfe0f],
    ['1', 0xfe0f, 0x20e3],
    ['葛', 0xe0100],
  ].map(spelled),
)('the name %j needs what cannot be seen in it, and is a name', (name) => {
  expect(nameSchema.parse(name)).toBe(name)
  expect(toLine(name, { max: 150 })).toBe(name)
})

function spelled(parts: (string | number)[]): string {
  return parts.map((part) => (typeof part === 'number' ? String.fromCodePoint(part) : part)).join('')
}

test('a text that nobody can be asked to change becomes a line of what may be shown of it', () => {
  expect(toLine(` A\u200bda\u202e\n${'x'.repeat(200)}`, { max: 10 })).toBe('Adaxxx')
  expect(toLine('x\ud83d\ude00', { max: 2 })).toBe('x')
})

test.each(['2026-01-31T12:00:00Z', '2026-01-31T12:00:00.000Z', '2026-01-31T12:00:00+05:30'])(
  '%s is a point in time',
  (value) => expect(instantSchema.safeParse(value).success).toBe(true),
)

test.each([
  `2026-01-31T12:00:00.${'0'.repeat(900_000)}Z`,
  '0000-01-01T00:00:00Z',
  '1969-12-31T23:59:59Z',
  '9999-12-31T23:59:59-23:59',
  '2026-02-30T12:00:00Z',
  'yesterday',
])('%s is none', (value) => expect(instantSchema.safeParse(value).success).toBe(false))

test.each([
  'javascript:alert(1)',
  'data:image/png;base64,x',
  'https://example.com/api/pictures/x',
  '//x/api/pictures/x',
  null,
])('%j is no picture of ours', (image) => expect(shownPicture(image)).toBeNull())

test('a picture is base64 of at most 100 kB, or null', () => {
  const accepts = (picture: unknown) => setMyPictureInput.safeParse({ picture }).success
  expect([null, 'AAAA', 'AA=='].map(accepts)).toEqual([true, true, true])
  expect(['', 'AAA', '<svg>', 7].map(accepts)).toEqual([false, false, false, false])
  expect(accepts(Buffer.alloc(maxPictureBytes).toString('base64'))).toBe(true)
  expect(accepts(Buffer.alloc(maxPictureBytes + 3).toString('base64'))).toBe(false)
})

test('an e-mail is kept in lower case, and one with a list or a line break in it is refused', () => {
  expect(emailSchema.parse(' Ada@Example.COM ')).toBe('ada@example.com')
  for (const email of ['a@b', 'a@example.com,b@example.com', 'a@example.com\nBcc: b@example.com', 7]) {
    expect(emailSchema.safeParse(email).success).toBe(false)
  }
})

test('a password has 8 to 128 characters', () => {
  expect(passwordSchema.safeParse('1234567').success).toBe(false)
  expect(passwordSchema.safeParse('x'.repeat(129)).success).toBe(false)
  expect(passwordSchema.safeParse(' x'.repeat(64)).success).toBe(true)
})
