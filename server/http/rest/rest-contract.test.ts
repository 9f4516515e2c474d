import { expect, onTestFinished, test } from 'vitest'
import { server } from '#product/server.ts'
import { type Answer, createCaller } from '#server/trpc/access-caller-fixture.ts'
import { createPeople, type Person } from '#server/trpc/access-fixture.ts'
import { createTestApp } from '#test/app.ts'
import { startStripeServer } from '#test/stripe/stripe-server.ts'
import { inputs, nothing, refused } from './rest-inputs-fixture.ts'
import { operations, requestOf } from './rest-request-fixture.ts'
import type { World } from './world-fixture.ts'

/** What differs from one call to the next, or between two worlds, as the same words. */
const alike = (text: string) =>
  text
    .replaceAll(/\b(gh_live_\w+|eyJ[\w.-]{40,})/g, 'secret')
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z?/g, 'time')
    .replaceAll(/[\w.-]+@example\.com/gi, 'email')
    .replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[\w-]{32,}/g, 'id')
    .replaceAll(/\b10\.\d+\.\d+\.\d+\b/g, 'address')
    .replaceAll(/-?\b\d+(\.\d+)?\b/g, '0')

const bodyOf = ({ text }: Answer) => text.slice(text.indexOf('} ') + 2)

/** What an answer of tRPC says as REST says it. */
function saidByTrpc(answer: Answer) {
  if (answer.reason) return { status: answer.status, reason: answer.reason }
  const { result, error } = JSON.parse(bodyOf(answer))
  if (error) return { status: answer.status, errors: Object.keys(error.data.fieldErrors ?? {}) }
  return result.data === undefined
    ? { status: 204, data: '' }
    : { status: 200, data: JSON.stringify(result.data) }
}

function saidByRest(answer: Answer) {
  const body = bodyOf(answer)
  if (answer.status < 400) return { status: answer.status, data: body }
  if (answer.reason) return { status: answer.status, reason: answer.reason }
  return {
    status: answer.status,
    errors: (JSON.parse(body).errors ?? []).map(
      ({ pointer, parameter }: Record<string, string>) => parameter ?? pointer?.slice(1),
    ),
  }
}

test('each operation answers what its procedure answers', async () => {
  const stripe = await startStripeServer()
  onTestFinished(() => stripe.close())
  const app = await createTestApp({ config: { tokenAudiences: ['billing'], stripe: stripe.config } })
  const people = await createPeople(app)
  const caller = createCaller(app)
  const world = async (): Promise<World> => {
    const admin = (await people.person('admin')) as Person
    return {
      admin,
      stripe,
      db: app.database.db,
      subject: (await people.person('user')) as Person,
      async made(path, input = {}, as = admin) {
        const answer = await caller.call(as, { path, type: 'mutation' }, input)
        expect(answer.status, `${path}: ${answer.text}`).toBe(200)
        return JSON.parse(bodyOf(answer)).result.data
      },
      async sent(endpoint, payload, as) {
        const url = `/api/auth/${endpoint}`
        return JSON.parse(bodyOf(await caller.send(as ?? null, { method: 'POST', url, payload })))
      },
    }
  }
  const ours = operations.filter(({ procedure }) => !((procedure.split('.')[0] ?? '') in server.routers))
  expect(ours.map(({ procedure }) => procedure).filter((procedure) => !(procedure in inputs))).toEqual([])
  const differing: object[] = []
  const unexpected: string[] = []
  for (const operation of ours) {
    const { procedure, type } = operation
    const inputOf = inputs[procedure] ?? nothing
    const [one, other] = [await world(), await world()]
    const rest = await caller.send(one.admin, requestOf(operation, await inputOf(one)))
    const trpc = await caller.call(other.admin, { path: procedure, type }, await inputOf(other))
    const what = `${operation.method} ${operation.path}`
    const [byRest, byTrpc] = [saidByRest(rest), saidByTrpc(trpc)].map((said) => alike(JSON.stringify(said)))
    if (byRest !== byTrpc) differing.push({ what, byRest, byTrpc })
    if (rest.status < 300 === refused.has(procedure)) unexpected.push(`${what}: ${rest.text}`)
  }
  expect(differing).toEqual([])
  expect(unexpected).toEqual([])
})
