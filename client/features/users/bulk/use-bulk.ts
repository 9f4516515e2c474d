import { useState } from 'react'
import { type BulkAction, type BulkPlan, bulkBatch } from '#shared/bulk-plan.ts'
import type { BulkUsersInput } from '#shared/bulk-users.ts'
import type { UserFilter } from '#shared/users.ts'
import { useConfirmedIdentity } from '../../../components/dialog/confirm-identity.tsx'
import { trpc } from '../../../lib/api/trpc.ts'
import { toWorkResult, useWork } from '../../../lib/batch/use-work.ts'

type OnOne<Input> = Input extends { action: unknown }
  ? Omit<Input, 'ids' | 'filter' | 'people' | 'groupId'>
  : never
/** One act on many, before it is known on whom. */
export type BulkAct = OnOne<BulkUsersInput>
export type BulkKind = BulkAction

interface Start {
  act: BulkAct
  people: BulkPlan['people']
  /** By what they were found, when that was not one by one. */
  filter: UserFilter | undefined
  onEnd: () => void
}

/** Does one act to many users, a hundred a call, with the answer for each; all of it is one act in the audit log. */
export function useBulk() {
  const queries = trpc.useUtils()
  const withIdentity = useConfirmedIdentity()
  const work = useWork()
  const [groupId, setGroupId] = useState<string | null>(null)

  const start = ({ act, people, filter, onEnd }: Start) => {
    let done = 0
    let group: string | null = null
    setGroupId(null)
    const step = async () => {
      const batch = people.slice(done, done + bulkBatch)
      const input = {
        ...act,
        ids: batch.map(({ id }) => id),
        filter,
        people: people.length,
        groupId: group ?? undefined,
      }
      const answer = await withIdentity(() => queries.client.users.bulk.mutate(input))
      group = answer.groupId
      setGroupId(group)
      done += batch.length
      const names = new Map(batch.map(({ id, name }) => [id, name]))
      const results = answer.results.map((result) => toWorkResult(result, names.get(result.id) ?? result.id))
      return { results, more: done < people.length }
    }
    const finish = () => {
      onEnd()
      Promise.all([queries.users.invalidate(), queries.audit.invalidate()]).catch(() => null)
    }
    return work.start({ total: people.length, step, onEnd: finish })
  }
  return { work, start, groupId }
}
