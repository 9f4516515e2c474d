import type { EachResult } from '#shared/errors.ts'
import { AppError, isDatabaseAway, unavailable } from '../../errors.ts'
import type { ServiceContext } from '../../service-context.ts'

/** For acts on many: what nobody foresaw is logged, since its answer says nothing. */
export type EachContext = ServiceContext & { logFailure(error: unknown): void }

/**
 * Does something to one after the other, each on its own: what it throws for one is that one's result. `act` answers
 * whether anything changed. The results stand in the order of the ids.
 */
export async function actOnEach(
  ctx: EachContext,
  ids: readonly string[],
  act: (id: string) => Promise<boolean>,
): Promise<EachResult[]> {
  const results: EachResult[] = []
  for (const id of ids) {
    results.push(
      await act(id).then(
        (changed) => ({ id, ok: true, changed }),
        (error) => ({ id, ok: false, ...toRefusal(ctx, error) }),
      ),
    )
  }
  return results
}

function toRefusal(ctx: EachContext, error: unknown) {
  const { code, message, reason, cause } = toAppError(error)
  if (code === 'INTERNAL_SERVER_ERROR') ctx.logFailure(cause)
  return { code, message, reason }
}

function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error
  if (isDatabaseAway(error)) return unavailable(error)
  return new AppError('INTERNAL_SERVER_ERROR', 'Internal server error', { cause: error })
}
