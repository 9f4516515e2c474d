import { AsyncLocalStorage } from 'node:async_hooks'
import type { Database } from './database.ts'

interface OpenTransaction {
  root: unknown
  tx: Database
  open: boolean
}

const storage = new AsyncLocalStorage<OpenTransaction>()

function openTransaction(root: unknown): OpenTransaction | null {
  const current = storage.getStore()
  return current?.open && current.root === root ? current : null
}

/**
 * Refuses a query on the root connection while a transaction of the same flow is open. On the embedded
 * database it would wait for itself for ever, on Postgres it would run outside the transaction.
 */
export function refuseInsideTransaction(root: unknown): void {
  if (openTransaction(root)) {
    throw new Error(
      'A query on the root database inside an open transaction: use the transaction that is open.',
    )
  }
}

/** Makes `db.transaction` known to the guard; `root` is the driver that `db` sends its queries through. */
export function trackTransactions(db: Database, root: unknown): Database {
  const transaction = db.transaction.bind(db)
  db.transaction = async (run, config) => {
    refuseInsideTransaction(root)
    return transaction(async (tx) => {
      const current: OpenTransaction = { root, tx, open: true }
      try {
        return await storage.run(current, () => run(tx))
      } finally {
        current.open = false
      }
    }, config)
  }
  roots.set(db, root)
  return db
}

const roots = new WeakMap<Database, unknown>()

/** The transaction that is open in this flow, else `db`: for what must join whatever its caller has begun. */
export function joinTransaction(db: Database): Database {
  return openTransaction(roots.get(db))?.tx ?? db
}
