import { expect, test } from 'vitest'
import { fromQuestion, toQuestion } from './explain-question.ts'

test('a question and its address say the same', () => {
  const questions = [
    { procedure: 'users.list', who: 'userId', value: 'u1', ip: '' },
    { procedure: 'users.list', who: 'userId', value: 'u1', ip: '203.0.113.7' },
    { procedure: 'users.list', who: 'key', value: 'gh_live_ab12', ip: '203.0.113.7' },
    { procedure: 'users.list', who: 'ip', value: '203.0.113.7', ip: '' },
    { procedure: 'users.list', who: 'id', value: 'public/ip:203.0.113.7', ip: '' },
  ] as const
  for (const question of questions) expect(toQuestion(fromQuestion(question))).toEqual(question)
})

test('what is left empty is not in the address', () => {
  expect(fromQuestion({ procedure: ' ', who: 'account', value: ' a@b.example ', ip: '' })).toEqual({
    account: 'a@b.example',
  })
})
