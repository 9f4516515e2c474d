import { errorStatus } from '#shared/errors.ts'
import type { BulkUserResult, BulkUsersInput, UserSummary } from '#shared/users.ts'
import { useConfirmedIdentity } from '../../../components/dialog/confirm-identity.tsx'
import type { Failure } from '../../../lib/api/failure.ts'
import { trpc } from '../../../lib/api/trpc.ts'
import { useWork } from './use-work.ts'

type WithoutIds<Input> = Input extends unknown ? Omit<Input, 'ids'> : never
/** One act on many, before it is known on whom. */
export type BulkAct = WithoutIds<BulkUsersInput>
export type BulkKind = BulkAct['action']

const size = 100

/** Does one act to many users, a hundred a call, with the answer for each. */
export function useBulk() {
  const queries = trpc.useUtils()
  const withIdentity = useConfirmedIdentity()
  const work = useWork()
  const start = (act: BulkAct, users: readonly UserSummary[], onEnd: () => void) =>
    work.startBatches({
      items: users,
      size,
      nameOf: ({ id, name }) => ({ id, name }),
      act: async (batch) => {
        const input = { ...act, ids: batch.map(({ id }) => id) }
        const results = await withIdentity(() => queries.client.users.bulk.mutate(input))
        return results.map(toFailureOf)
      },
      onEnd: () => {
        onEnd()
        queries.users.invalidate().catch(() => null)
      },
    })
  return { work, start }
}

function toFailureOf(result: BulkUserResult): Failure | null {
  if (result.ok) return null
  const { code, message, reason } = result
  return { status: errorStatus[code], code, message, reason, fieldErrors: null, requestId: null }
}
