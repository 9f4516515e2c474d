import { drizzle } from 'drizzle-orm/node-postgres'
import type pg from 'pg'
import type { Database } from './database.ts'
import { schema } from './schema.ts'

/**
 * Transactions whose connection goes back to the pool whatever happens. Drizzle's own give it back only once it has
 * begun: of the connections that an outage cuts, some would be missing for ever, until the pool had none left.
 */
export function pooledTransactions(pool: pg.Pool): Database['transaction'] {
  const databases = new WeakMap<pg.PoolClient, Database>()
  const databaseOn = (client: pg.PoolClient) => {
    const database = databases.get(client) ?? (drizzle(client, { schema }) as unknown as Database)
    databases.set(client, database)
    return database
  }
  return async (run, config) => {
    const client = await pool.connect()
    try {
      return await databaseOn(client).transaction(run, config)
    } finally {
      client.release()
    }
  }
}
