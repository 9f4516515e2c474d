import type pg from 'pg'
import { StartError } from '../errors.ts'
import { connectAtStart } from './connect.ts'
import { type Bounds, bounds } from './pool.ts'

/**
 * Whether a pooler such as PgBouncer stands in front of Postgres. It refuses or ignores the bounds that a connection
 * asks for, so behind one they must come from the role.
 * @throws StartError when it cannot be reached, or when the role has no bounds, with the statements that set them.
 */
export async function findPooler(databaseUrl: string): Promise<boolean> {
  const client = await connectAtStart(databaseUrl, 'start')
  try {
    if (!(await isBehindPooler(client))) return false
    await requireBounds(client)
    return true
  } finally {
    await client.end()
  }
}

/** Whether the connection leads to a pooler, which shares those to Postgres among its callers. */
export async function isBehindPooler(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid')
  // A pooler answers the sign-in itself, under a process number that is not the one of any Postgres process.
  return rows[0]?.pid !== (client as unknown as { processID: number | null }).processID
}

async function requireBounds(client: pg.Client): Promise<void> {
  const names = Object.keys(bounds) as (keyof Bounds)[]
  const { rows } = await client.query<{ name: keyof Bounds; ms: number; alter: string }>(
    `select name, setting::int as ms,
      format('alter role %I in database %I set %I = ', current_user, current_database(), name) as alter
    from pg_settings where name = any($1) order by name`,
    [names],
  )
  const missing = rows.filter(({ name, ms }) => ms === 0 || ms > bounds[name])
  if (missing.length === 0) return
  throw new StartError(
    `A pooler stands in front of the database, and there ${missing.map(({ name }) => name).join(', ')} must be set ` +
      'for the role: without them one lock could hold every call. Run this, let the pooler make its connections anew ' +
      `(PgBouncer: RECONNECT), and start again:\n${missing.map(({ name, alter }) => `  ${alter}'${bounds[name]}ms';`).join('\n')}`,
  )
}
