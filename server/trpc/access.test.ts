import type { AnyRouter } from '@trpc/server'
import { expect, test } from 'vitest'
import { withFlag } from '#server/credits/paid/paid-calls-fixture.ts'
import { paidAccess, withPaidProcedures } from '#server/credits/paid/paid-router-fixture.ts'
import { createTestApp } from '#test/app.ts'
import { type Answer, createCaller } from './access-caller-fixture.ts'
import { expectNothingSecret, expectRefusal, refusalOf } from './access-expectations-fixture.ts'
import { callerKinds, createPeople, type Person } from './access-fixture.ts'
import type { Declared } from './declared-access.ts'
import { createExplainer } from './explained-refusal-fixture.ts'
import {
  declaredFor,
  proceduresOf,
  type RegisteredProcedure,
  registeredProcedures,
} from './registered-procedures-fixture.ts'

async function setUp(options?: Parameters<typeof createTestApp>[0]) {
  const app = await createTestApp(options)
  return { app, people: await createPeople(app), caller: createCaller(app) }
}

/** Calls each of them as everybody there is, who can pay where only the guards are to refuse. */
async function tryEverybody(
  { app, people, caller }: Awaited<ReturnType<typeof setUp>>,
  procedures: { procedure: RegisteredProcedure; declared: Declared }[],
  router?: AnyRouter,
): Promise<void> {
  const explainedRefusal = createExplainer(app, router)
  const answers: [string, Answer][] = []
  for (const { procedure, declared } of procedures) {
    for (const kind of callerKinds) {
      const expected = refusalOf(kind, declared)
      const input = expected ? ['no', { schema: 'takes' }] : {}
      const person = await (expected ? people.refusedPerson(kind) : people.person(kind))
      if (person && !expected && isPaid(declared)) await people.equip(person)
      expect(await explainedRefusal(procedure.path, person), `${procedure.path} as ${kind}`).toBe(expected)
      const answer = await caller.call(person, procedure, input)
      const what = `${procedure.type} ${procedure.path} as ${kind}`
      expectRefusal(answer, expected, what)
      answers.push([what, answer])
    }
  }
  await expectNothingSecret(app, people.passwordHash, answers)
}

const isPaid = ([, ...flags]: Declared) => flags.includes('paid') || flags.includes('entitled')

test('every procedure answers everybody as declared and as explained, a refusal before any look at the input, and nothing secret', async () => {
  const procedures = registeredProcedures.map((procedure) => ({
    procedure,
    declared: declaredFor(procedure.path),
  }))
  await tryEverybody(await setUp(), procedures)
})

test('so does one that costs credits', async () => {
  withFlag()
  const router = withPaidProcedures(() => null)
  const procedures = proceduresOf(router).flatMap((procedure) => {
    const declared = paidAccess[procedure.path]
    return declared ? [{ procedure, declared }] : []
  })
  expect(procedures).toHaveLength(Object.keys(paidAccess).length)
  await tryEverybody(await setUp({ router }), procedures, router)
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
