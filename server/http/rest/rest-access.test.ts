import { test } from 'vitest'
import { type Answer, createCaller } from '#server/trpc/access-caller-fixture.ts'
import { expectNothingSecret, expectRefusal, refusalOf } from '#server/trpc/access-expectations-fixture.ts'
import { callerKinds, createPeople } from '#server/trpc/access-fixture.ts'
import { declaredFor } from '#server/trpc/registered-procedures-fixture.ts'
import { createTestApp } from '#test/app.ts'
import { operations, requestOf } from './rest-request-fixture.ts'

test('every operation answers everybody as its procedure is declared, a refusal before any look at the input, and nothing secret', async () => {
  const app = await createTestApp()
  const people = await createPeople(app)
  const caller = createCaller(app)
  const answers: [string, Answer][] = []
  for (const operation of operations) {
    const anybody = Object.fromEntries(operation.parameters.map((name) => [name, 'nobody']))
    for (const kind of callerKinds) {
      const expected = refusalOf(kind, declaredFor(operation.procedure))
      const request = requestOf(operation, expected ? { ...anybody, schema: 'no', takes: 'it' } : anybody)
      const person = await (expected ? people.refusedPerson(kind) : people.person(kind))
      const answer = await caller.send(person, request)
      const what = `${operation.method} ${operation.path} as ${kind}`
      expectRefusal(answer, expected, what)
      answers.push([what, answer])
    }
  }
  await expectNothingSecret(app, people.passwordHash, answers)
})
