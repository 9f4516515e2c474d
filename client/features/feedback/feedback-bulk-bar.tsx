import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { type Feedback, type FeedbackStatus, feedbackStatuses } from '#shared/feedback-statuses.ts'
import { BusyButton } from '../../components/control/busy-button.tsx'
import { useAct } from '../../components/dialog/use-act.ts'
import { toast } from '../../components/notice/toast.tsx'
import { lazyDialog } from '../../components/part/lazy-dialog.tsx'
import { BulkBar, focusList } from '../../components/table/bulk-bar.tsx'
import { trpc } from '../../lib/api/trpc.ts'
import type { WorkState } from '../../lib/batch/use-work.ts'
import { useAttempt } from '../../lib/form/use-attempt.ts'
import { part } from '../../lib/part/part.ts'
import type { Selection } from '../../lib/table/use-selection.ts'
import { failureText } from '../../lib/text/failure-text.ts'
import { text as words } from '../../lib/text/feedback-text.ts'
import { count } from '../../lib/text/format.ts'
import { text } from '../../lib/text/text.ts'
import { useMarkMany } from './use-mark-many.ts'

const WorkDialog = lazyDialog(
  part(() => import('../../components/dialog/work-dialog.tsx')),
  'WorkDialog',
)

interface Props {
  rows: readonly Feedback[]
  selection: Selection
  filters: ReactNode
}

/** What can be done with the chosen messages, and how it goes. */
export function FeedbackBulkBar({ rows, selection, filters }: Props) {
  const many = useMarkMany()
  const markOne = useMarkOne()
  const chosen = rows.filter(({ id }) => selection.ids.has(id))
  const mark = async (status: FeedbackStatus) => {
    const [only, ...others] = chosen
    if (only && others.length === 0) await markOne(only, status).then(selection.clear)
    else await many.start({ items: chosen, status, onEnd: selection.clear })
  }
  const attempt = useAttempt()
  return (
    <>
      <BulkBar {...{ selection, filters }} chosen={selection.ids.size}>
        {feedbackStatuses.map((status) => (
          <Button
            key={status}
            size="compact-sm"
            variant="default"
            disabled={chosen.every((item) => item.status === status)}
            onClick={() =>
              attempt.run(
                () => mark(status),
                (failure) => toast(failureText(failure), 'danger'),
              )
            }
          >
            {words.markAs[status]}
          </Button>
        ))}
      </BulkBar>
      {many.work.state ? (
        <WorkDialog
          work={many.work}
          titleOf={workTitle}
          file="feedback-report"
          more={many.groupId ? <UndoMany id={many.groupId} onUndone={many.work.clear} /> : null}
          onClosed={focusList}
        />
      ) : null}
    </>
  )
}

function useMarkOne() {
  const queries = trpc.useUtils()
  const act = useAct()
  return ({ id }: Feedback, status: FeedbackStatus) =>
    act({
      action: 'feedback.set',
      done: words.marked[status],
      run: () => queries.client.feedback.set.mutate({ id, status }),
      refresh: () => queries.feedback.invalidate(),
    })
}

// Once it is over, how many were marked: what was refused is not among them.
function workTitle({ phase, total, results }: WorkState): string {
  const over = phase === 'finished' || phase === 'stopped'
  const amount = over ? results.filter(({ failure }) => failure === null).length : total
  const messages = words.total(count(amount, text.locale), amount)
  return over ? words.markedMany(messages) : words.marking(messages)
}

function UndoMany({ id, onUndone }: { id: string; onUndone: () => void }) {
  const queries = trpc.useUtils()
  const { run, pending } = useAttempt()
  const undo = async () => {
    const { undoGroup } = queries.client.audit
    let next = await undoGroup.mutate({ id })
    let refused = next.results.filter(({ ok }) => !ok).length
    while (next.after !== null) {
      next = await undoGroup.mutate({ id, run: next.run, after: next.after })
      refused += next.results.filter(({ ok }) => !ok).length
    }
    onUndone()
    if (refused > 0) toast(words.notUndone(count(refused, text.locale), refused), 'danger')
    else toast(text.components.undone)
    await Promise.all([queries.feedback.invalidate(), queries.audit.invalidate()])
  }
  return (
    <BusyButton
      size="compact-sm"
      variant="default"
      pending={pending}
      onClick={() => run(undo, (failure) => toast(failureText(failure), 'danger'))}
    >
      {text.components.undo}
    </BusyButton>
  )
}
