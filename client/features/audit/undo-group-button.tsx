import { Button } from '@mantine/core'
import { useState } from 'react'
import type { AuditEvent } from '#shared/audit/audit.ts'
import { recordedText } from '#shared/audit/audit-fields.ts'
import { ConfirmDialog } from '../../components/dialog/confirm-dialog.tsx'
import { useConfirmedIdentity } from '../../components/dialog/confirm-identity.tsx'
import { WorkDialog } from '../../components/dialog/work-dialog.tsx'
import { trpc } from '../../lib/api/trpc.ts'
import { endsSessions } from '../../lib/audit/audit-words.ts'
import { toWorkResult, useWork, type WorkState } from '../../lib/batch/use-work.ts'
import { count } from '../../lib/text/format.ts'
import { text } from '../../lib/text/text.ts'

const words = text.audit

/** Takes back what one act did to many, or what is left of it; how it went stays to be read. */
export function UndoGroupButton({ event, left }: { event: AuditEvent; left: number }) {
  const { work, start } = useUndoGroup(event.id, left)
  const [opened, setOpened] = useState(false)
  const title = words.undoMany(actsOf(left))
  // The dialog closes at once: how it goes is shown in another one.
  const confirm = async () => {
    start().catch(() => null)
  }
  return (
    <>
      {left > 0 ? (
        <Button variant="default" onClick={() => setOpened(true)}>
          {words.undo}
        </Button>
      ) : null}
      <ConfirmDialog
        opened={opened}
        title={title}
        confirm={words.undoConfirm}
        onClose={() => setOpened(false)}
        onConfirm={confirm}
      >
        <p>{words.undoManyMeans}</p>
        {endsSessions(recordedText('user.bulk', event.after, 'action')) ? <p>{words.undoSessions}</p> : null}
      </ConfirmDialog>
      {work.state ? <WorkDialog work={work} titleOf={workTitle} file="undo-report" /> : null}
    </>
  )
}

// Once it is over, how many acts were taken back.
function workTitle({ phase, total, results }: WorkState): string {
  const over = phase === 'finished' || phase === 'stopped'
  if (!over) return words.takingBack(actsOf(total))
  return words.takenBackOf(actsOf(results.filter(({ failure }) => failure === null).length))
}

const actsOf = (amount: number) => words.acts(count(amount, text.locale), amount)

function useUndoGroup(id: string, left: number) {
  const queries = trpc.useUtils()
  const withIdentity = useConfirmedIdentity()
  const work = useWork()
  const start = () => {
    let run: string | undefined
    let after: string | undefined
    const step = async () => {
      const answer = await withIdentity(() => queries.client.audit.undoGroup.mutate({ id, run, after }))
      run = answer.run
      after = answer.after ?? undefined
      return {
        results: answer.results.map((result) => toWorkResult(result, result.name ?? words.erasedPerson)),
        more: answer.after !== null,
      }
    }
    return work.start({
      total: left,
      step,
      onEnd: () => {
        queries.invalidate().catch(() => null)
      },
    })
  }
  return { work, start }
}
