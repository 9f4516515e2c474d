import { and, desc, eq, gt, inArray, sql } from 'drizzle-orm'
import { mail, user } from '#drizzle/schema/index.ts'
import { permissionTable } from '#shared/roles/roles.ts'
import type { Database } from '../../database/database.ts'
import { joinTransaction } from '../../database/transaction-guard.ts'
import type { Mailer } from '../../mail/mailer.ts'
import { isPerson } from '../../user-status/service-accounts.ts'
import { hasStatus } from '../../user-status/user-status.ts'

const maxRecipients = 20

// Held while it is decided whether to mail, so that two accounts at once do not both do.
const approversLock = sql`select pg_advisory_xact_lock(718203548)`

/**
 * Tells those who decide approvals that somebody waits: the 20 who were active last, and once an hour however many
 * wait, so that nobody can fill their mailboxes by registering.
 */
export async function tellApprovers(options: {
  db: Database
  mailer: Mailer
  verificationRequired: boolean
}): Promise<void> {
  const { db, mailer, verificationRequired } = options
  await joinTransaction(db).transaction(async (tx) => {
    await tx.execute(approversLock)
    const [told] = await tx
      .select({ id: mail.id })
      .from(mail)
      .where(and(eq(mail.kind, 'approval-needed'), gt(mail.createdAt, sql`now() - interval '1 hour'`)))
      .limit(1)
    if (told) return
    const approvers = await tx
      .select({ to: user.email, name: user.name })
      .from(user)
      .where(
        and(
          inArray(user.role, [...permissionTable['users.moderate']]),
          isPerson(),
          hasStatus('active', sql`now()`),
          verificationRequired ? eq(user.emailVerified, true) : undefined,
        ),
      )
      .orderBy(desc(user.lastActiveAt), user.id)
      .limit(maxRecipients)
    for (const approver of approvers) await mailer.send('approval-needed', approver)
  })
}
