import type { Mailer } from '../mail/mailer.ts'
import type { ServiceContext } from '../service-context.ts'
import type { Payments } from './payments/payments.ts'

/** What following an order needs; never in a transaction, since the payment provider is asked. */
export type FollowContext = Pick<ServiceContext, 'db' | 'audit' | 'product'> & {
  mailer: Mailer
  payments: Payments
  /** Logs what an operator should look at though the work goes on. */
  logFailure(error: unknown): void
}

/** The same where no payment provider may be set up. */
export type OrdersContext = Omit<FollowContext, 'payments'> & { payments: Payments | null }
