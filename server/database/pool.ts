import pg from 'pg'
import { unavailable } from '../errors.ts'
import { refuseInsideTransaction } from './transaction-guard.ts'
import { withinTwoSeconds } from './within-two-seconds.ts'

// More callers than this waiting for a connection means that waiting longer would only add to the pile.
const maxWaiting = 2000

/** How many milliseconds a statement, a lock and a transaction between its statements may take at most. */
export const bounds = {
  statement_timeout: 10_000,
  // With what a call does besides, it is answered within three seconds.
  lock_timeout: 2500,
  idle_in_transaction_session_timeout: 15_000,
}
export type Bounds = typeof bounds

/**
 * Sends every statement without its name. A pooler gives each transaction another connection, where the name is
 * unknown, or somebody else's.
 */
class UnnamedClient extends pg.Client {
  override query = ((...parameters: Parameters<pg.Client['query']>) =>
    super.query(...withoutName(parameters))) as pg.Client['query']
}

function withoutName<Parameters extends unknown[]>(parameters: Parameters): Parameters {
  const [statement, ...others] = parameters
  const named = typeof statement === 'object' && statement !== null && 'name' in statement && statement.name
  return (named ? [{ ...statement, name: undefined }, ...others] : parameters) as Parameters
}

// The name is not there, is there already, or stands for something else.
const lostNameCodes = ['26000', '42P05', '08P01']

const isNameLost = (error: unknown) =>
  error instanceof Error && 'code' in error && lostNameCodes.includes(String(error.code))

/** A pool that bounds every wait: for a connection, for a statement, for a lock, and in its queue. */
export class BoundedPool extends pg.Pool {
  /** Behind a pooler (`pooled`) the bounds of statements and locks come from the role, and no statement has a name. */
  constructor(options: {
    connectionString: string
    onError?: (error: Error) => void
    /** Hears what the database says beside its answers. */
    onMessage?: (message: string) => void
    max?: number
    pooled?: boolean
  }) {
    super({
      connectionString: options.connectionString,
      application_name: 'gatehouse',
      max: options.max ?? 20,
      connectionTimeoutMillis: 3000,
      idleTimeoutMillis: 30_000,
      ...(options.pooled ? { Client: UnnamedClient } : bounds),
      keepAlive: true,
    })
    // Without these listeners a connection that drops ends the process, whether it was idle or in use.
    const report = options.onError ?? (() => {})
    this.on('error', report)
    this.on('connect', (client) => {
      client.on('error', report)
      client.on('notice', ({ message }) => options.onMessage?.(message ?? ''))
    })
  }

  override connect(): Promise<pg.PoolClient>
  override connect(callback: Parameters<pg.Pool['connect']>[0]): void
  override connect(callback?: Parameters<pg.Pool['connect']>[0]): Promise<pg.PoolClient> | undefined {
    if (this.waitingCount >= maxWaiting) {
      const error = unavailable(new Error('Too many calls wait for a database connection.'))
      if (!callback) return Promise.reject(error)
      callback(error, undefined, () => {})
      return undefined
    }
    if (!callback) return super.connect()
    super.connect(callback)
    return undefined
  }

  // pg declares ten overloads of query; what is added here concerns none of them.
  override query = ((...parameters: Parameters<pg.Pool['query']>) => {
    refuseInsideTransaction(this)
    const sent: unknown = super.query(...parameters)
    const unnamed = withoutName(parameters)
    if (unnamed === parameters || !(sent instanceof Promise)) return sent
    // It did nothing, so it may be sent again; a transaction could not go on after it.
    return sent.catch((error) => {
      if (!isNameLost(error)) throw error
      return super.query(...unnamed)
    })
  }) as pg.Pool['query']

  /** Resolves when Postgres answers; rejects after two seconds at most. */
  async ping(): Promise<void> {
    await withinTwoSeconds(super.query('select 1'))
  }
}
