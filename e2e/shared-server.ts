import { sql } from 'drizzle-orm'
import { readConfig } from '#server/config.ts'
import { createEmbedded, type OpenDatabase, wrapEmbedded } from '#server/database/open.ts'
import { createLogger } from '#server/logger.ts'
import { type Stop, serve } from '#server/serve.ts'
import { seedUsers } from '#server/users/seed-users.ts'
import { emptyTables, overrule } from '#test/empty-tables.ts'
import { createMembers, dropMembers, productWithFields } from '#test/person-fields.ts'
import { routerWithPaidName } from './paid-name.ts'

// The program that `shared-server-process.ts` starts: what server/main.ts serves, over a database that can be emptied.

export type Order =
  | { act: 'renew'; environment: Record<string, string>; users: number; fields: boolean; paid: boolean }
  | { act: 'execute'; statement: string }

export type Report = { setupToken: string } | { error: string }

const stops: Stop[] = []

async function obey(order: Order, database: OpenDatabase): Promise<string> {
  if (order.act === 'execute') {
    await overrule(database.db, sql.raw(order.statement))
    return ''
  }
  for (const stop of stops.splice(0)) await stop()
  await dropMembers(database.db)
  await emptyTables(database.db)
  if (order.fields) await createMembers(database.db)
  if (order.users > 0) await seedUsers(database.db, order.users)
  const config = readConfig({ ...process.env, ...order.environment })
  const product = order.fields ? productWithFields : undefined
  const logger = createLogger(config.logLevel)
  const router = order.paid ? routerWithPaidName : undefined
  const { setupToken } = await serve({ config, database, logger, stops, product, router })
  return setupToken
}

const report = (answer: Report) => process.send?.(answer)

const opened = createEmbedded().then(wrapEmbedded)
process.on('message', (order: Order) => {
  opened
    .then((database) => obey(order, database))
    .then((setupToken) => report({ setupToken }))
    .catch((error) => report({ error: String(error?.stack ?? error) }))
})
process.once('disconnect', () => process.exit())
