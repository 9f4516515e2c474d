import pg from 'pg'
import { unavailable } from '../errors.ts'
import { refuseInsideTransaction } from './transaction-guard.ts'

// More callers than this waiting for a connection means that waiting longer would only add to the pile.
const maxWaiting = 2000

/** A pool that bounds every wait: for a connection, for a statement, for a lock, and in its queue. */
export class BoundedPool extends pg.Pool {
  constructor(options: { connectionString: string; onError?: (error: Error) => void; max?: number }) {
    super({
      connectionString: options.connectionString,
      application_name: 'gatehouse',
      max: options.max ?? 20,
      connectionTimeoutMillis: 3000,
      idleTimeoutMillis: 30_000,
      statement_timeout: 10_000,
      // With what a call does besides, it is answered within three seconds.
      lock_timeout: 2500,
      idle_in_transaction_session_timeout: 15_000,
      keepAlive: true,
    })
    // Without these listeners a connection that drops ends the process, whether it was idle or in use.
    const report = options.onError ?? (() => {})
    this.on('error', report)
    this.on('connect', (client) => client.on('error', report))
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

  // pg declares ten overloads of query; the guard adds nothing to any of them.
  override query = ((...parameters: Parameters<pg.Pool['query']>) => {
    refuseInsideTransaction(this)
    return super.query(...parameters)
  }) as pg.Pool['query']

  /** Resolves when Postgres answers; rejects after two seconds at most. */
  async ping(): Promise<void> {
    const signal = AbortSignal.timeout(2000)
    const late = new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () => reject(unavailable(signal.reason)))
    })
    await Promise.race([super.query('select 1'), late])
  }
}
