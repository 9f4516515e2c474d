import { Writable } from 'node:stream'
import type { AnyRouter } from '@trpc/server'
import { eq } from 'drizzle-orm'
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify'
import { onTestFinished } from 'vitest'
import { mail } from '#drizzle/schema/index.ts'
import { buildApp } from '#server/app.ts'
import type { PasswordQueue } from '#server/auth/credentials/password-queue.ts'
import { createSessionCookies } from '#server/auth/sessions/session-cookies.ts'
import { type Config, readConfig } from '#server/config.ts'
import type { Database } from '#server/database/database.ts'
import type { OpenDatabase } from '#server/database/open.ts'
import type { Pages } from '#server/http/pages/page-guards.ts'
import type { LiveHub } from '#server/live/live-hub.ts'
import { createLogger } from '#server/logger.ts'
import type { RunnableParts } from '#server/product/product-hooks.ts'
import { createSystemContext, type NewUser } from '#server/service-context.ts'
import type { ErrorData } from '#shared/errors.ts'
import { emptyDatabase } from './database.ts'
import { createPeople, type NewPerson, newPerson, type People, password } from './people.ts'

export const testSecret = 'kV8mZq2rT5wXy7BcD9eFgH1jKlM3nPqR'
export const appUrl = 'http://localhost:3000'

export interface TestApp {
  app: FastifyInstance
  database: OpenDatabase
  /** The open streams. */
  live: LiveHub
  setupToken: string
  /** Everything that was logged, a line an entry. */
  logged: string[]
  /** A browser with cookies of its own, at an address of its own unless told. */
  browser(address?: string): Browser
  /** What a new user sets off, for one who is written as rows. */
  userCreated(tx: Database, user: NewUser): Promise<void>
  /** The newest mail's first link. */
  newestLink(kind?: string): Promise<string>
}

let addresses = 0

/** How the server of a test differs from one that nothing was configured for. */
export interface TestAppOptions {
  config?: Partial<Config>
  database?: OpenDatabase
  clientDir?: string
  pages?: Pages
  product?: RunnableParts
  router?: AnyRouter
  passwordQueue?: PasswordQueue
  handlerTimeoutMs?: number
  bodyTimeoutMs?: number
}

/** The whole server over an empty database, closed when the test ends. */
export async function createTestApp(options: TestAppOptions = {}): Promise<TestApp> {
  const database = options.database ?? (await emptyDatabase())
  const logged: string[] = []
  const sink = new Writable({
    write(chunk, _encoding, done) {
      logged.push(String(chunk))
      done()
    },
  })
  const config: Config = {
    ...readConfig({ APP_URL: appUrl }),
    secrets: [testSecret],
    ...options.config,
  }
  const clientDir = options.clientDir ?? '/nowhere'
  const { app, services } = await buildApp({
    config,
    database,
    logger: createLogger('debug', sink),
    clientDir,
    pages: options.pages,
    product: options.product,
    router: options.router,
    passwordQueue: options.passwordQueue,
    // A machine that is slow at the moment answers all the same.
    handlerTimeoutMs: 'handlerTimeoutMs' in options ? options.handlerTimeoutMs : 300_000,
    bodyTimeoutMs: options.bodyTimeoutMs,
  })
  onTestFinished(() => app.close())
  const { audit, product } = services
  const userCreated = (tx: Database, user: NewUser) =>
    product.userCreated(createSystemContext({ db: tx, audit, product, device: 'test' }), user)
  const cookies = createSessionCookies(config)
  const people = createPeople({ db: database.db, cookies, userCreated })
  return {
    app,
    database,
    live: services.live,
    setupToken: services.setupToken,
    logged,
    userCreated,
    browser: (address = `203.0.113.${(addresses++ % 250) + 1}`) => new Browser(app, people, address),
    newestLink: async (kind = 'verification') => {
      const mails = await database.db.select().from(mail).where(eq(mail.kind, kind))
      const newest = mails.sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime())[0]
      const link = newest?.text?.match(/https?:\/\/\S+/)?.[0]
      if (!link) throw new Error(`There is no mail of the kind ${kind} with a link.`)
      return link.slice(link.indexOf('/', 'https://'.length))
    },
  }
}

export { password }

/** Sends requests as a browser would: with its cookies, its address and our origin. */
export class Browser {
  readonly cookies = new Map<string, string>()
  private readonly app: FastifyInstance
  private readonly people: People
  readonly address: string

  constructor(app: FastifyInstance, people: People, address: string) {
    this.app = app
    this.people = people
    this.address = address
  }

  async send(request: InjectOptions): Promise<LightMyRequestResponse> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await this.app.inject({
      remoteAddress: this.address,
      ...request,
      headers: { ...(cookie && { cookie }), ...request.headers },
    })
    for (const { name, value, maxAge } of response.cookies) {
      if (maxAge === 0) this.cookies.delete(name)
      else this.cookies.set(name, encodeURIComponent(value))
    }
    return response
  }

  get(url: string, headers: Record<string, string> = {}) {
    return this.send({ method: 'GET', url, headers })
  }

  post(url: string, payload: unknown = {}, headers: Record<string, string> = {}) {
    return this.send({
      method: 'POST',
      url,
      payload: JSON.stringify(payload),
      headers: { 'content-type': 'application/json', origin: appUrl, ...headers },
    })
  }

  /** Calls a query; the answer's result, or its error. */
  async query<Output = unknown>(path: string, input?: unknown): Promise<CallResult<Output>> {
    const suffix = input === undefined ? '' : `?input=${encodeURIComponent(JSON.stringify(input))}`
    return toCallResult(await this.get(`/trpc/${path}${suffix}`))
  }

  /** Calls a mutation; the answer's result, or its error. */
  async mutate<Output = unknown>(path: string, input?: unknown): Promise<CallResult<Output>> {
    return toCallResult(await this.post(`/trpc/${path}`, input ?? {}))
  }

  /** Opens a stream and reads it to its end; the error that it ended with. Not for one that has no end. */
  async subscribe(path: string, input?: unknown): Promise<CallResult<string>> {
    const suffix = input === undefined ? '' : `?input=${encodeURIComponent(JSON.stringify(input))}`
    const { body, headers } = await this.get(`/trpc/${path}${suffix}`)
    const error = JSON.parse(body.match(/event: serialized-error\ndata: (.*)/)?.[1] ?? 'null')
    return { status: error?.data.httpStatus ?? 200, headers, data: body, error }
  }

  /** Makes a new person by rows of the database and signs them in here: nothing is sent or written down about it. */
  async become(given: Partial<NewPerson> = {}) {
    const person = newPerson(given)
    const { id, cookie } = await this.people.make(person, this.address)
    this.cookies.set(cookie.name, cookie.value)
    return { id, email: person.email }
  }

  /** Registers a new person (signed in at once, since no mail server is set up) and gives them the role. */
  async register(given: Partial<NewPerson> = {}) {
    const { email, name, role } = newPerson(given)
    const response = await this.post('/api/auth/sign-up/email', { email, name, password })
    if (response.statusCode !== 200)
      throw new Error(`Sign-up answered ${response.statusCode}: ${response.body}`)
    const { id } = response.json().user as { id: string }
    if (role !== 'user') await this.people.giveRole(id, role)
    return { id, email }
  }

  signIn(email: string, given = password) {
    return this.post('/api/auth/sign-in/email', { email, password: given })
  }
}

export interface CallResult<Output> {
  status: number
  headers: LightMyRequestResponse['headers']
  data: Output
  error: { message: string; data: ErrorData & { code: string; httpStatus: number; stack?: string } }
}

export function toCallResult<Output>(response: LightMyRequestResponse): CallResult<Output> {
  const body = response.json()
  return {
    status: response.statusCode,
    headers: response.headers,
    data: body.result?.data,
    error: body.error,
  }
}
