import { setTimeout as delay } from 'node:timers/promises'
import { buildApp } from '#server/app.ts'
import { createSessionCookies } from '#server/auth/sessions/session-cookies.ts'
import { readConfig } from '#server/config.ts'
import { openDatabase } from '#server/database/open.ts'
import type { Procedure } from '#server/http/every-input-fixture.ts'
import type { World, WorldPerson } from '#server/http/rest/world-fixture.ts'
import { createLogger } from '#server/logger.ts'
import type { Role } from '#shared/roles/roles.ts'
import { createPeople, newPerson } from '#test/people.ts'
import { startStripeServer } from '#test/stripe/stripe-server.ts'
import { benchSecret } from '../bench-server.ts'
import { countStatements } from '../contenders.ts'
import { createTemporaryDatabase } from '../temporary-database.ts'

const appUrl = 'http://localhost:3000'

export type CountedServer = Awaited<ReturnType<typeof startCountedServer>>

/** The product in this process, which nobody has set up yet, on a Postgres database of its own; and what it sends. */
export async function startCountedServer() {
  const database = await createTemporaryDatabase()
  const sent = countStatements()
  const opened = await openDatabase({ databaseUrl: database.url, dataDir: '' })
  const { db } = opened
  const stripe = await startStripeServer()
  const given = {
    secrets: [benchSecret],
    auditSecrets: [],
    tokenAudiences: ['billing'],
    stripe: stripe.config,
  }
  const config = { ...readConfig({ APP_URL: appUrl }), ...given }
  const { app, services } = await buildApp({ config, database: opened, logger: createLogger('silent') })
  const people = createPeople({ db, cookies: createSessionCookies(config), userCreated: async () => {} })
  let addresses = 0

  async function send(url: string, by: WorldPerson | null, payload?: object) {
    const { statusCode, body, cookies } = await app.inject({
      remoteAddress: `198.18.${++addresses >> 8}.${addresses & 255}`,
      headers: { origin: appUrl, 'content-type': 'application/json', ...(by && { cookie: by.cookie }) },
      ...(payload ? { method: 'POST', payload: JSON.stringify(payload) } : { method: 'GET' }),
      url,
    })
    // As a browser keeps them: the last one of a name counts.
    const kept = cookies.map(({ name, value }) => `${name}=${encodeURIComponent(value)}; `)
    if (by) by.cookie = kept.join('') + by.cookie
    return { status: statusCode, body }
  }

  function call({ path, type }: Pick<Procedure, 'path' | 'type'>, input: unknown, by: WorldPerson | null) {
    if (type === 'mutation') return send(`/trpc/${path}`, by, input ?? {})
    const asked = input === undefined ? '' : `?input=${encodeURIComponent(JSON.stringify(input))}`
    return send(`/trpc/${path}${asked}`, by)
  }

  async function makePerson(role: Role): Promise<WorldPerson> {
    const person = newPerson({ role })
    const { cookie, ...made } = await people.make(person, '127.0.0.1')
    return { ...made, email: person.email, cookie: `${cookie.name}=${cookie.value}` }
  }

  return {
    version: database.version,
    setupToken: services.setupToken,
    call,
    makePerson,
    async makeWorld(): Promise<World> {
      const [admin, subject] = [await makePerson('admin'), await makePerson('user')]
      return {
        admin,
        subject,
        stripe,
        db,
        async made(path, input = {}, as = admin) {
          const { status, body } = await call({ path, type: 'mutation' }, input, as)
          if (status !== 200) throw new Error(`${path} was answered ${status}: ${body}`)
          return JSON.parse(body).result.data
        },
        async sent(endpoint, body, as) {
          return JSON.parse((await send(`/api/auth/${endpoint}`, as ?? null, body)).body)
        },
      }
    },
    /** How many statements these calls send. What else the process does by the clock is left to end first. */
    async count(calls: () => Promise<unknown>): Promise<number> {
      await delay(20)
      const before = sent()
      await calls()
      return sent() - before
    },
    async remove() {
      await app.close()
      await stripe.close()
      await opened.close()
      await database.drop()
    },
  }
}
