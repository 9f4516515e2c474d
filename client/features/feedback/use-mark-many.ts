import { useState } from 'react'
import { feedbackBatch } from '#shared/feedback.ts'
import type { Feedback, FeedbackStatus } from '#shared/feedback-statuses.ts'
import { trpc } from '../../lib/api/trpc.ts'
import { toWorkResult, useWork } from '../../lib/batch/use-work.ts'
import { senderName } from './feedback-row.tsx'

interface Start {
  items: readonly Feedback[]
  status: FeedbackStatus
  onEnd: () => void
}

/** Marks much feedback, a hundred a call, with the answer for each; all of it is one act in the audit log. */
export function useMarkMany() {
  const queries = trpc.useUtils()
  const work = useWork()
  const [groupId, setGroupId] = useState<string | null>(null)

  const start = ({ items, status, onEnd }: Start) => {
    let done = 0
    let group: string | null = null
    setGroupId(null)
    const step = async () => {
      const batch = items.slice(done, done + feedbackBatch)
      const answer = await queries.client.feedback.setMany.mutate({
        ids: batch.map(({ id }) => id),
        status,
        amount: items.length,
        groupId: group ?? undefined,
      })
      group = answer.groupId
      setGroupId(group)
      done += batch.length
      const names = new Map(batch.map((item) => [item.id, senderName(item)]))
      const results = answer.results.map((result) => toWorkResult(result, names.get(result.id) ?? result.id))
      return { results, more: done < items.length }
    }
    const finish = () => {
      onEnd()
      Promise.all([queries.feedback.invalidate(), queries.audit.invalidate()]).catch(() => null)
    }
    return work.start({ total: items.length, step, onEnd: finish })
  }
  return { work, start, groupId }
}
