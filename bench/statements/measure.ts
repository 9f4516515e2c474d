import { type Procedure, procedures } from '#server/http/every-input-fixture.ts'
import { inputs } from '#server/http/rest/rest-inputs-fixture.ts'
import type { WorldPerson } from '#server/http/rest/world-fixture.ts'
import { password } from '#test/people.ts'
import type { CountedServer } from './counted-server.ts'
import { otherInputs } from './other-inputs.ts'

/** How many people call a query at once. */
export const together = 50
const times = 3
const setUp = { path: 'setup.complete', type: 'mutation' } as const

/** How many statements a procedure sends: for one call, and for each of many at once, if it is a query. */
export interface Statements {
  alone: number
  shared: number | null
}

/** Measures every procedure that answers once. Throws when a call alone is refused. */
export async function measureAll(server: CountedServer): Promise<Map<string, Statements>> {
  // Only a server that nobody has set up takes this one, so it comes before all people.
  const first = { token: server.setupToken, name: 'Ada', email: 'first@example.com', password }
  const ofSetUp = { alone: await countOne(server, setUp, first, null), shared: null }
  const crowd = await Promise.all(Array.from({ length: together }, () => server.makePerson('admin')))
  const measured = new Map<string, Statements>()
  for (const procedure of procedures) {
    const { path, type } = procedure
    if (path === setUp.path) measured.set(path, ofSetUp)
    else if (type === 'query') measured.set(path, await measureQuery(server, procedure, crowd))
    else if (type === 'mutation') measured.set(path, await measureMutation(server, procedure))
  }
  return measured
}

// The first call finds the session, which those after it remember where they may. What the process does by the clock
// meanwhile is not theirs, so the fewest count.
async function measureQuery(
  server: CountedServer,
  procedure: Procedure,
  crowd: WorldPerson[],
): Promise<Statements> {
  const { by, input } = await prepare(server, procedure)
  const counts: number[] = []
  while (counts.length < times) counts.push(await countOne(server, procedure, input, by))
  const all = await server.count(() => Promise.all(crowd.map((one) => server.call(procedure, input, one))))
  return { alone: Math.min(...counts), shared: all / crowd.length }
}

// What is done once is done, so each time takes a world of its own.
async function measureMutation(server: CountedServer, procedure: Procedure): Promise<Statements> {
  const counts: number[] = []
  while (counts.length < times) {
    const { by, input } = await prepare(server, procedure)
    counts.push(await countOne(server, procedure, input, by))
  }
  return { alone: Math.min(...counts), shared: null }
}

async function prepare(server: CountedServer, { path, inputs: schemas }: Procedure) {
  const inputOf = inputs[path] ?? otherInputs[path]
  if (!inputOf) throw new Error(`Nothing says what ${path} is called with.`)
  const world = await server.makeWorld()
  const input = await inputOf(world)
  return { by: world.admin, input: schemas.length > 0 ? input : undefined }
}

/** The statements of a call. Throws when it is refused. */
async function countOne(
  server: CountedServer,
  procedure: Pick<Procedure, 'path' | 'type'>,
  input: unknown,
  by: WorldPerson | null,
): Promise<number> {
  return server.count(async () => {
    const { status, body } = await server.call(procedure, input, by)
    if (status !== 200) throw new Error(`${procedure.path} was answered ${status}: ${body}`)
  })
}
