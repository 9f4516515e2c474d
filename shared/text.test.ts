import { expect, test } from 'vitest'
import { emailSchema, imageSchema, nameSchema, passwordSchema } from './users.ts'

test.each(['Ada\u0000', 'Ada\nLovelace', 'a\u202egnp.exe', 'x'.repeat(151), '   ', null, 7])(
  'the name %j is refused',
  (name) => {
    expect(nameSchema.safeParse(name).success).toBe(false)
  },
)

test('names of every script are names', () => {
  for (const name of ['Zoë', '李小龍', "O'Neill", 'Łukasz Żak'])
    expect(nameSchema.parse(` ${name} `)).toBe(name)
})

test.each([
  'javascript:alert(1)',
  'data:text/html,x',
  '/relative',
  'https://x/\na',
  `https://x/${'a'.repeat(500)}`,
])('the picture %j is refused', (image) => expect(imageSchema.safeParse(image).success).toBe(false))

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
