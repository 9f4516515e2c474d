import { expect, test } from 'vitest'
import { createTestApp } from '#test/app.ts'
import { type Answer, createCaller } from './access-caller-fixture.ts'
import { expectNothingSecret, expectRefusal, refusalOf } from './access-expectations-fixture.ts'
import { callerKinds, createPeople, type Person } from './access-fixture.ts'
import { createExplainer } from './explained-refusal-fixture.ts'
import { declaredFor, registeredProcedures } from './registered-procedures-fixture.ts'

async function setUp() {
  const app = await createTestApp()
  return { app, people: await createPeople(app), caller: createCaller(app) }
}

test('every procedure answers everybody as declared and as explained, a refusal before any look at the input, and nothing secret', async () => {
  const { app, people, caller } = await setUp()
  const explainedRefusal = createExplainer(app)
  const answers: [string, Answer][] = []
  for (const procedure of registeredProcedures) {
    for (const kind of callerKinds) {
      const expected = refusalOf(kind, declaredFor(procedure.path))
      const input = expected ? ['no', { schema: 'takes' }] : {}
      const person = await (expected ? people.refusedPerson(kind) : people.person(kind))
      expect(await explainedRefusal(procedure.path, person), `${procedure.path} as ${kind}`).toBe(expected)
      const answer = await caller.call(person, procedure, input)
      const what = `${procedure.type} ${procedure.path} as ${kind}`
      expectRefusal(answer, expected, what)
      answers.push([what, answer])
    }
  }
  await expectNothingSecret(app, people.passwordHash, answers)
})

test('nothing secret comes back for any id of somebody else', async () => {
  const { app, people, caller } = await setUp()
  const answers: [string, Answer][] = []
  for (const procedure of registeredProcedures.filter(({ type }) => type !== 'subscription')) {
    const admin = await people.person('admin')
    const other = (await people.person('user')) as Person
    const ids = [other.id, other.sessionId, ...(await people.belongings(other))]
    for (const input of [...ids.flatMap((id) => [{ id }, { userId: id }]), { ids: [other.id] }]) {
      const what = `${procedure.path} with ${Object.keys(input)}`
      const answer = await caller.call(admin, procedure, input)
      expect(answer.status, `${what}: ${answer.text}`).toBeLessThan(500)
      answers.push([what, answer])
    }
  }
  await expectNothingSecret(app, people.passwordHash, answers)
})
