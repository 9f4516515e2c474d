import { expect, inject, onTestFinished } from 'vitest'
import { testSecret } from '#test/app.ts'
import { createPostgresDatabase } from '#test/database.ts'
import { dataFolder, run } from '#test/processes/server-process.ts'
import type { TestStripe } from '#test/stripe/stripe-server.ts'
import type { Database } from '../database/database.ts'
import { openDatabase } from '../database/open.ts'

/** A database that processes open one after the other. */
export async function openPlace() {
  const embedded = inject('database') === 'embedded'
  const made = embedded ? null : await createPostgresDatabase()
  if (made) onTestFinished(made.drop)
  const place = { databaseUrl: made?.url ?? null, dataDir: embedded ? await dataFolder() : '' }
  /** An embedded database belongs to one process at a time. */
  const within = async <Result>(work: (db: Database) => Promise<Result>): Promise<Result> => {
    const database = await openDatabase(place)
    return work(database.db).finally(() => database.close())
  }
  const env: Record<string, string> =
    place.databaseUrl === null ? { DATA_DIR: place.dataDir } : { DATABASE_URL: place.databaseUrl }
  return { env, within }
}

/** Does something in a process of its own, which is killed when Stripe is asked for `call`: before it is done, or after. */
export async function killAt(
  stripe: TestStripe,
  env: Record<string, string>,
  { args, call, done, nth = 1 }: { args: string[]; call: string; done: boolean; nth?: number },
) {
  const process = run('test/processes/order-process.ts', {
    args,
    env: {
      ...env,
      BETTER_AUTH_SECRET: testSecret,
      STRIPE_SECRET_KEY: stripe.config.secretKey,
      STRIPE_WEBHOOK_SECRET: stripe.config.webhookSecrets.join(','),
      STRIPE_API_URL: stripe.url,
    },
  })
  let times = 0
  let killed = false
  stripe.outage = (each) => {
    if (!each.startsWith(call)) return null
    times += 1
    if (times < nth) return null
    killed = process.child.kill('SIGKILL')
    return done ? 'lost' : 'silent'
  }
  await process.exited
  stripe.outage = null
  expect([killed, process.output()]).toEqual([true, ''])
}
