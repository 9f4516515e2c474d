import { and, eq, gt, sql } from 'drizzle-orm'
import { mail } from '#drizzle/schema/index.ts'
import { joinTransaction } from '../database/transaction-guard.ts'
import { type Mailer, passUnmailable } from '../mail/mailer.ts'
import type { ActorContext } from '../service-context.ts'
import type { SettingsContext } from '../settings/list-settings.ts'
import { readSetting } from '../settings/read-settings.ts'

/** What sending feedback needs besides the actor. */
export type SendContext = ActorContext & Pick<SettingsContext, 'config'> & { mailer: Mailer }

// Held while it is decided whether to mail, so that two messages at once do not both do.
const feedbackLock = sql`select pg_advisory_xact_lock(718203549)`

/**
 * Mails the address of the setting that there is feedback, in the transaction `ctx.db`: once an hour however much comes,
 * so that nobody can fill a mailbox. What was written is not in it: erasing its sender would not reach the mailbox.
 */
export async function tellFeedback(ctx: SendContext): Promise<void> {
  const to = await readSetting(ctx.db, ctx.config, 'feedbackEmail')
  if (to === '') return
  const tx = joinTransaction(ctx.db)
  await tx.execute(feedbackLock)
  const [told] = await tx
    .select({ id: mail.id })
    .from(mail)
    .where(
      and(
        eq(mail.kind, 'feedback'),
        eq(mail.recipient, to),
        gt(mail.createdAt, sql`now() - interval '1 hour'`),
      ),
    )
    .limit(1)
  if (!told) await ctx.mailer.send('feedback', { to, name: '' }).catch(passUnmailable)
}
