import type { BulkUserResult, BulkUsersInput } from '#shared/users.ts'
import { requireFresh } from '../../auth/sessions/require-fresh.ts'
import { AppError, isDatabaseAway, unavailable } from '../../errors.ts'
import type { ActorContext } from '../../service-context.ts'
import { banUser } from './ban-user.ts'
import { endUserSessions } from './end-user-sessions.ts'
import { removeUser } from './remove-user.ts'
import { restoreUser } from './restore-user.ts'
import { setUserRole } from './set-role.ts'
import { unbanUser } from './unban-user.ts'

/**
 * One act on many users, one after the other, each in a transaction and with an audit row of its own: what fails for one
 * is that one's answer. The answers stand in the order of the ids. Throws FORBIDDEN for roles without a fresh session.
 */
export async function bulkUsers(
  ctx: ActorContext & { logFailure(error: unknown): void },
  input: BulkUsersInput,
): Promise<BulkUserResult[]> {
  if (input.action === 'setRole') requireFresh(ctx)
  const results: BulkUserResult[] = []
  for (const id of input.ids) {
    const failure = await act(ctx, input, id).then(() => null, toAppError)
    if (failure?.code === 'INTERNAL_SERVER_ERROR') ctx.logFailure(failure.cause)
    results.push(
      failure
        ? { id, ok: false, code: failure.code, message: failure.message, reason: failure.reason }
        : { id, ok: true },
    )
  }
  return results
}

function act(ctx: ActorContext, input: BulkUsersInput, id: string): Promise<unknown> {
  switch (input.action) {
    case 'ban':
      return banUser(ctx, { id, reason: input.reason, until: input.until })
    case 'unban':
      return unbanUser(ctx, { id })
    case 'remove':
      return removeUser(ctx, { id })
    case 'restore':
      return restoreUser(ctx, { id })
    case 'setRole':
      return setUserRole(ctx, { id, role: input.role })
    case 'endSessions':
      return endUserSessions(ctx, { id })
  }
}

function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error
  if (isDatabaseAway(error)) return unavailable(error)
  return new AppError('INTERNAL_SERVER_ERROR', 'Internal server error', { cause: error })
}
