import { setTimeout as delay } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'
import { buildApp } from '#server/app.ts'
import { createSessionCookies } from '#server/auth/sessions/session-cookies.ts'
import { readConfig } from '#server/config.ts'
import { openDatabase } from '#server/database/open.ts'
import { type Procedure, procedures } from '#server/http/every-input-fixture.ts'
import { createKnownTexts } from '#server/http/fuzz/known-texts-fixture.ts'
import { createRandom } from '#server/http/fuzz/random-fixture.ts'
import { createValues } from '#server/http/fuzz/values-fixture.ts'
import {
  type CallInput,
  inputs,
  type World,
  type WorldPerson,
} from '#server/http/rest/rest-inputs-fixture.ts'
import { limitPolicies } from '#server/limits/limit-policies.ts'
import { createLogger } from '#server/logger.ts'
import type { Role } from '#shared/roles/roles.ts'
import { createPeople, newPerson } from '#test/people.ts'
import { startStripeServer, type TestStripe } from '#test/stripe/stripe-server.ts'
import { benchSecret } from './bench-server.ts'
import { countStatements } from './contenders.ts'
import { createTemporaryDatabase } from './temporary-database.ts'

const appUrl = 'http://localhost:3000'
const tries = 15
const passes = 3
const together = 50

/**
 * Prints how many statements each procedure sends to Postgres, as the driver counts them, those that begin and end a
 * transaction included: for one call alone, and for a query that fifty people call at once, each. Inputs are those that
 * REST is tested with; where there are none they are invented until one is taken.
 */
export async function run(): Promise<void> {
  const database = await createTemporaryDatabase()
  const sent = countStatements()
  const opened = await openDatabase({ databaseUrl: database.url, dataDir: '' })
  const stripe = await startStripeServer()
  const given = {
    secrets: [benchSecret],
    auditSecrets: [],
    tokenAudiences: ['billing'],
    stripe: stripe.config,
  }
  const config = { ...readConfig({ APP_URL: appUrl }), ...given }
  const { app } = await buildApp({ config, database: opened, logger: createLogger('silent') })
  try {
    const cookies = createSessionCookies(config)
    const people = createPeople({ db: opened.db, cookies, userCreated: async () => {} })
    const makePerson = async (role: Role) => {
      const { cookie, ...person } = await people.make(newPerson({ role }), '127.0.0.1')
      return { ...person, cookie: `${cookie.name}=${cookie.value}` }
    }
    const measure = await createMeasure({ app, sent, makePerson, stripe })
    console.log(`${database.version}, Node ${process.versions.node}`)
    console.log(`| procedure | alone | each of ${together} at once |`)
    console.log('|---|---:|---:|')
    const measured = await measureAll(measure)
    for (const [path, { alone, shared }] of measured) console.log(`| \`${path}\` | ${alone} | ${shared} |`)
  } finally {
    await app.close()
    await stripe.close()
    await opened.close()
    await database.drop()
  }
}

interface Statements {
  alone: string
  shared: string
}

// Some can only do something after others have: what was refused is tried again when all had their turn.
async function measureAll(measure: (procedure: Procedure) => Promise<Statements | null>) {
  const called = procedures.filter(({ type }) => type !== 'subscription')
  const measured = new Map<string, Statements>(
    called.map(({ path }) => [path, { alone: 'not reached', shared: '' }]),
  )
  for (let left = called, pass = 0; pass < passes; pass += 1) {
    const refused: Procedure[] = []
    for (const procedure of left) {
      const found = await measure(procedure)
      if (found) measured.set(procedure.path, found)
      else refused.push(procedure)
    }
    left = refused
  }
  return measured
}

interface Measuring {
  app: FastifyInstance
  sent(): number
  makePerson(role: Role): Promise<WorldPerson>
  stripe: TestStripe
}

async function createMeasure({ app, sent, makePerson, stripe }: Measuring) {
  const makeAdmin = () => makePerson('admin')
  const random = createRandom(42)
  const known = createKnownTexts({
    byName: { policy: Object.keys(limitPolicies), procedure: procedures.map(({ path }) => path) },
    others: ['Ada Lovelace', 'somebody@example.com', 'because', '2027-01-31T12:00:00.000Z'],
  })
  const values = createValues(random, known)
  const crowd = await Promise.all(Array.from({ length: together }, makeAdmin))
  let addresses = 0

  async function call({ path, type }: Called, input: unknown, { cookie }: WorldPerson) {
    const asked = input === undefined ? '' : `?input=${encodeURIComponent(JSON.stringify(input))}`
    const { statusCode, body } = await app.inject({
      remoteAddress: `198.18.${++addresses >> 8}.${addresses & 255}`,
      headers: { cookie, origin: appUrl, 'content-type': 'application/json' },
      ...(type === 'mutation'
        ? { method: 'POST', url: `/trpc/${path}`, payload: JSON.stringify(input ?? {}) }
        : { method: 'GET', url: `/trpc/${path}${asked}` }),
    })
    known.hearAnswer(subjectOf(path), body)
    return { status: statusCode, body }
  }

  // What else the process does by the clock is left to end first.
  async function counted(calls: () => Promise<unknown>): Promise<number> {
    await delay(20)
    const before = sent()
    await calls()
    return sent() - before
  }

  async function stillAdmin(one: WorldPerson): Promise<WorldPerson> {
    const { statusCode } = await app.inject({ url: '/trpc/health.get', headers: { cookie: one.cookie } })
    return statusCode === 200 ? one : makeAdmin()
  }

  /** The statements of one call, and of the crowd's if it is a query; null when it is refused. */
  async function count(procedure: Procedure, input: unknown, admin: WorldPerson): Promise<Statements | null> {
    let status = 0
    const alone = await counted(async () => {
      status = (await call(procedure, input, admin)).status
    })
    if (status !== 200) return null
    if (procedure.type === 'mutation') return { alone: String(alone), shared: '' }
    const all = await counted(() => Promise.all(crowd.map((one) => call(procedure, input, one))))
    return { alone: String(alone), shared: (all / together).toFixed(2) }
  }

  async function makeWorld(): Promise<World> {
    const [admin, subject] = [await makeAdmin(), await makePerson('user')]
    return {
      admin,
      subject,
      stripe,
      async made(path, input = {}, as = admin) {
        const { status, body } = await call({ path, type: 'mutation' }, input, as)
        if (status !== 200) throw new Error(`${path} was answered ${status}: ${body}`)
        return JSON.parse(body).result.data
      },
    }
  }

  async function measureWith(procedure: Procedure, inputOf: CallInput): Promise<Statements | null> {
    const world = await makeWorld()
    const input = await inputOf(world)
    return count(procedure, procedure.inputs.length > 0 ? input : undefined, world.admin)
  }

  let admin = await makeAdmin()
  async function measureInvented(procedure: Procedure): Promise<Statements | null> {
    const [schema] = procedure.inputs
    for (let tried = 0; tried < (schema ? tries : 1); tried += 1) {
      const input = schema && values.inputFor(schema, subjectOf(procedure.path))
      known.hear('users', (await makeAdmin()).id)
      // It may have been the end of the admin, or of their session.
      admin = await stillAdmin(admin)
      const found = await count(procedure, input, admin)
      if (found) return found
    }
    return null
  }

  return (procedure: Procedure) => {
    const inputOf = inputs[procedure.path]
    return inputOf ? measureWith(procedure, inputOf) : measureInvented(procedure)
  }
}

type Called = Pick<Procedure, 'path' | 'type'>

const subjectOf = (path: string) => path.split('.', 1)[0] ?? ''
