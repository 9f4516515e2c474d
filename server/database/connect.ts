import pg from 'pg'
import { StartError } from '../errors.ts'

/**
 * Opens a single connection for what the start does before there is a pool.
 * @throws StartError when the database cannot be reached or refuses the sign-in.
 */
export async function connectAtStart(databaseUrl: string, purpose: string): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: databaseUrl,
    application_name: `gatehouse ${purpose}`,
    connectionTimeoutMillis: 5000,
  })
  client.on('error', () => {})
  await client.connect().catch((cause) => {
    throw new StartError(
      `The database at ${withoutPassword(databaseUrl)} cannot be used: ${reasonOf(cause)}.`,
      { cause },
    )
  })
  return client
}

function withoutPassword(databaseUrl: string): string {
  const url = new URL(databaseUrl)
  return `${url.protocol}//${url.host}${url.pathname}`
}

/** What an error says. A refused connection to a name with two addresses has no message of its own. */
export function reasonOf(error: unknown): string {
  const first = error instanceof AggregateError ? error.errors[0] : error
  return first instanceof Error ? first.message || first.name : String(first)
}
