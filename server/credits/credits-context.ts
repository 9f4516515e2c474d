import type { ServiceContext } from '../service-context.ts'
import type { CreditQueue } from './credit-queue.ts'

/** What deciding about credits needs. `db` may be the caller's own transaction: then work and charge commit together. */
export type CreditsContext = Pick<ServiceContext, 'db' | 'actor' | 'requestId'> & {
  /** Decides outside of transactions many calls at once; without it each is decided by itself. */
  credits?: CreditQueue
}

/** The same in a transaction that holds the owner's balance. */
export type LedgerContext = Pick<ServiceContext, 'db' | 'actor' | 'requestId'>
