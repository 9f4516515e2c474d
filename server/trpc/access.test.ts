import { expect, test } from 'vitest'
import { permissionTable } from '#shared/roles.ts'
import { createTestApp } from '#test/app.ts'
import { expectNothingSecret, expectRefusal, refusalOf } from './access-expectations-fixture.ts'
import {
  type Answer,
  callerKinds,
  createCaller,
  createPeople,
  type Person,
  type ProcedureType,
} from './access-fixture.ts'
import { type Declared, procedureAccess } from './access-table-fixture.ts'
import { appRouter } from './app-router.ts'
import type { ProcedureMeta } from './procedures.ts'

const registered = Object.entries(
  // The router's type nests its procedures; at run time they stand here by their whole path.
  appRouter._def.procedures as unknown as Record<
    string,
    { _def: { type: ProcedureType; meta?: ProcedureMeta } }
  >,
).map(([path, { _def }]) => ({ path, type: _def.type, meta: _def.meta ?? {} }))

const declaredFor = (path: string): Declared => procedureAccess[path] ?? (['everybody'] as const)

async function setUp() {
  const app = await createTestApp()
  return { app, people: await createPeople(app), caller: createCaller(app) }
}

test('every procedure is declared here', () => {
  const paths = registered.map(({ path }) => path)
  const missing = paths.filter((path) => !(path in procedureAccess))
  const gone = Object.keys(procedureAccess).filter((path) => !paths.includes(path))
  const advice = 'Declare who may call it in `procedureAccess` of server/trpc/access-table-fixture.ts'
  expect(missing, `${advice}: ${missing.join(', ')}`).toEqual([])
  expect(gone, `Take what is gone out of the table: ${gone.join(', ')}`).toEqual([])
})

test.each(registered)('$path declares on itself what is declared here', ({ path, meta }) => {
  const [access, ...flags] = declaredFor(path)
  expect(meta.permission ?? meta.access).toBe(access)
  expect(meta.access).toBe(access in permissionTable ? 'permission' : access)
  expect({
    fresh: meta.fresh ?? false,
    whilePending: meta.whilePending ?? false,
    whileImpersonating: meta.whileImpersonating ?? true,
  }).toEqual({
    fresh: flags.includes('fresh'),
    whilePending: flags.includes('while-pending'),
    whileImpersonating: !flags.includes('not-impersonating'),
  })
})

test('every procedure answers everybody as declared, a refusal before any look at the input, and nothing secret', async () => {
  const { app, people, caller } = await setUp()
  const answers: [string, Answer][] = []
  for (const procedure of registered) {
    for (const kind of callerKinds) {
      const expected = refusalOf(kind, declaredFor(procedure.path))
      const input = expected ? ['no', { schema: 'takes' }] : {}
      const person = await (expected ? people.refusedPerson(kind) : people.person(kind))
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
  for (const procedure of registered.filter(({ type }) => type !== 'subscription')) {
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
