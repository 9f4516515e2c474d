import { randomUUID } from 'node:crypto'
import { and, eq } from 'drizzle-orm'
import { type MailTable, mail } from '#drizzle/schema/index.ts'
import type { GetMailTestInput, MailTest } from '#shared/mail-test.ts'
import { recordAudit } from '../audit/record/record-audit.ts'
import type { Config } from '../config.ts'
import { AppError } from '../errors.ts'
import { mailProblemOf } from '../mail/mail-problem.ts'
import type { Mailer } from '../mail/mailer.ts'
import type { ActorContext } from '../service-context.ts'

type Context = ActorContext & { config: Pick<Config, 'smtpUrl'>; mailer: Mailer }

/** Sends the actor a mail by the way that every other takes, and returns where it stands: nowhere yet. */
export async function testMail(ctx: Context): Promise<MailTest> {
  const { id: userId, name, email } = ctx.actor.user
  const id = randomUUID()
  await ctx.db.transaction(async (tx) => {
    await ctx.mailer.send('test', { id, to: email, name })
    await recordAudit(
      { ...ctx, db: tx },
      { action: 'setting.testMail', subject: { type: 'user', id: userId, name, email } },
    )
  })
  return getMailTest(ctx, { id })
}

/** Where a test mail stands. Throws NOT_FOUND when there is none of the actor's with that id. */
export async function getMailTest(
  { db, actor, config }: Omit<Context, 'mailer'>,
  { id }: GetMailTestInput,
): Promise<MailTest> {
  const [row] = await db
    .select()
    .from(mail)
    .where(and(eq(mail.id, id), eq(mail.kind, 'test'), eq(mail.recipient, actor.user.email)))
  if (!row) throw new AppError('NOT_FOUND', 'There is no such test mail of yours.')
  const { attempts, lastError, nextAttemptAt, sentAt } = row
  const state = stateOf(row, config.smtpUrl !== null)
  return {
    id,
    state,
    attempts,
    problem: lastError === null ? null : { kind: mailProblemOf(lastError), detail: lastError },
    nextAttemptAt: state === 'waiting' && lastError !== null ? nextAttemptAt.toISOString() : null,
    sentAt: sentAt?.toISOString() ?? null,
  }
}

function stateOf({ sentAt, failedAt }: MailTable, sends: boolean): MailTest['state'] {
  if (sentAt) return 'sent'
  if (failedAt) return 'failed'
  return sends ? 'waiting' : 'kept'
}
