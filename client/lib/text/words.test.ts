import { expect, test } from 'vitest'
import { text as apiDocs } from './api-docs-text.ts'
import { text as credits } from './credits-text.ts'
import { text as explain } from './explain-text.ts'
import { text as feedback } from './feedback-text.ts'
import { text as orders } from './orders-text.ts'
import { text as owners } from './owners-text.ts'
import { text as services } from './services-text.ts'
import { text as subscriptions } from './subscriptions-text.ts'
import { text } from './text.ts'
import { text as userCredits } from './user-credits-text.ts'
import { text as userImport } from './user-import-text.ts'

const all = {
  ...text,
  apiDocs,
  credits,
  explain,
  feedback,
  orders,
  owners,
  services,
  subscriptions,
  userCredits,
  userImport,
}

/** Every sentence of the words, those with numbers in them as they read for this amount. */
function sentences(words: unknown, amount: number, path = ''): [string, string][] {
  if (typeof words === 'string') return [[path, words]]
  if (typeof words !== 'function') {
    return Object.entries(words ?? {}).flatMap(([name, inner]) => sentences(inner, amount, `${path}.${name}`))
  }
  const read = (value: unknown) => String(words(...Array.from({ length: words.length }, () => value)))
  const plain = read(amount)
  return [[path, plain.includes('undefined') ? read({ amount, shown: String(amount) }) : plain]]
}

const many =
  'accounts browsers callers calls codes counters days entries events hours invitations mails messages minutes orders others overrides passkeys people requests rows sessions times tries users'
const one =
  'account browser caller call code counter day entry event hour invitation mail message minute order other override passkey person request row session time try user'

test('one is never many, none and two are never one', () => {
  const words = (list: string, numbers: string) =>
    new RegExp(`\\b[${numbers}] (${list.replaceAll(' ', '|')})\\b`)
  const wrongOf = (amount: number, wrong: RegExp) =>
    sentences(all, amount).filter(([, sentence]) => wrong.test(sentence))
  expect(wrongOf(1, words(many, '1'))).toEqual([])
  expect([0, 2].flatMap((amount) => wrongOf(amount, words(one, '02')))).toEqual([])
})

test('no sentence has two spaces in a row, or one at an end', () => {
  expect(sentences(all, 2).filter(([, sentence]) => /\s\s|^\s|\s$/.test(sentence))).toEqual([])
})
