import { startServer } from '#e2e/server-process.ts'
import { createSessionCookies, type SessionCookies } from '#server/auth/sessions/session-cookies.ts'
import type { Database } from '#server/database/database.ts'
import { createPeople, newPerson } from '#test/people.ts'
import { createTemporaryDatabase, withDatabase } from './temporary-database.ts'

/** What every server of a benchmark signs with. */
export const benchSecret = 'only-for-benchmarks-0123456789-abcdefghij'

/** Somebody with a session, whose cookie is as a browser sends it. */
export interface BenchPerson {
  id: string
  email: string
  cookie: string
}

/** The product as a process of its own on a temporary Postgres database; it believes proxies on this machine. */
export interface BenchServer {
  url: string
  pid: number
  /** The database with its version, for the report. */
  database: string
  makePeople(count: number): Promise<BenchPerson[]>
  withDatabase<Result>(use: (db: Database) => Promise<Result>): Promise<Result>
  /** Ends the process and drops the database. */
  remove(): Promise<void>
}

/** Starts a server that nobody has set up yet; `prepare` may fill its database first. */
export async function startBenchServer(
  options: { prepare?(env: Record<string, string>, databaseUrl: string): Promise<void> } = {},
): Promise<BenchServer> {
  const database = await createTemporaryDatabase()
  const prepare = async (env: Record<string, string>) => {
    env.DATABASE_URL = database.url
    env.BETTER_AUTH_SECRET = benchSecret
    env.TRUSTED_PROXIES = '127.0.0.1,::1'
    await options.prepare?.(env, database.url)
  }
  try {
    const { url, pid, remove } = await startServer({ prepare })
    return {
      url,
      pid,
      database: database.version,
      makePeople: (count) =>
        withDatabase(database.url, (db) =>
          makePeople(db, createSessionCookies({ appUrl: url, secrets: [benchSecret] }), count),
        ),
      withDatabase: (use) => withDatabase(database.url, use),
      remove: async () => {
        await remove()
        await database.drop()
      },
    }
  } catch (error) {
    await database.drop()
    throw error
  }
}

// As many as the pool has connections: it refuses whoever waits for one too long.
const atOnce = 10

/** Makes so many people as rows, with a session each. */
export async function makePeople(
  db: Database,
  cookies: SessionCookies,
  count: number,
): Promise<BenchPerson[]> {
  const people = createPeople({ db, cookies, userCreated: async () => {} })
  const makeOne = async () => {
    const person = newPerson()
    const { id, cookie } = await people.make(person, '127.0.0.1')
    return { id, email: person.email, cookie: `${cookie.name}=${cookie.value}` }
  }
  const made: BenchPerson[] = []
  while (made.length < count) {
    const length = Math.min(atOnce, count - made.length)
    made.push(...(await Promise.all(Array.from({ length }, makeOne))))
  }
  return made
}
