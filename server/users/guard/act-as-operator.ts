import { and, eq } from 'drizzle-orm'
import { user } from '#drizzle/schema/index.ts'
import { AppError } from '../../errors.ts'
import type { ServiceContext } from '../../service-context.ts'
import { isPerson } from '../../user-status/service-accounts.ts'
import { isNotDeleted } from '../../user-status/user-status.ts'
import type { Subject } from './act-on-user.ts'
import { lockUsers } from './lock-users.ts'

/**
 * Runs an act of the command line on the user with this address, in a transaction: no rank is asked, but an admin
 * always remains. Throws NOT_FOUND, for a deleted user as well.
 */
export function actAsOperator<Ctx extends ServiceContext, Result>(
  ctx: Ctx,
  email: string,
  act: (ctx: Ctx, subject: Subject) => Promise<Result>,
): Promise<Result> {
  const hasAddress = and(eq(user.email, email), isNotDeleted(), isPerson())
  return ctx.db.transaction(async (tx) => {
    const [found] = await tx.select({ id: user.id }).from(user).where(hasAddress)
    const users = await lockUsers(tx, { ids: found ? [found.id] : [], admins: true, now: ctx.now })
    const subject = found && users.get(found.id)
    // Between the look and the lock somebody may have been deleted.
    if (subject?.email !== email) {
      throw new AppError('NOT_FOUND', `There is no user with the e-mail ${email}.`)
    }
    return act({ ...ctx, db: tx }, { user: subject, keepAnAdmin: () => users.keepAnAdmin(subject.id) })
  })
}
