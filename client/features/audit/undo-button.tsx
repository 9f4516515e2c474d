import { Button } from '@mantine/core'
import { useState } from 'react'
import type { AuditEvent } from '#shared/audit/audit.ts'
import { Diff } from '../../components/detail/changes.tsx'
import { ConfirmDialog } from '../../components/dialog/confirm-dialog.tsx'
import { useConfirmedIdentity } from '../../components/dialog/confirm-identity.tsx'
import { dropUndo, toast } from '../../components/notice/toast.tsx'
import { trpc } from '../../lib/api/trpc.ts'
import { actorWithin, endsSessions, subjectName } from '../../lib/audit/audit-words.ts'
import { exactTime } from '../../lib/text/format.ts'
import { text } from '../../lib/text/text.ts'
import { wordFor } from '../../lib/text/word-for.ts'

const words = text.audit

/** Takes the act back, after naming what that changes. */
export function UndoButton({ event }: { event: AuditEvent }) {
  const queries = trpc.useUtils()
  const undo = trpc.audit.undo.useMutation()
  const withIdentity = useConfirmedIdentity()
  const [opened, setOpened] = useState(false)
  const when = exactTime(new Date(event.at), text.locale)
  const confirm = async () => {
    await withIdentity(() => undo.mutateAsync({ id: event.id }))
    dropUndo(event.id)
    toast(words.undone)
    await queries.invalidate()
  }
  return (
    <>
      <Button variant="default" onClick={() => setOpened(true)}>
        {words.undo}
      </Button>
      <ConfirmDialog
        opened={opened}
        title={words.undoTitle(wordFor(words.actions, event.action))}
        confirm={words.undoConfirm}
        onClose={() => setOpened(false)}
        onConfirm={confirm}
      >
        <p>{words.undoMeans(actorWithin(event), subjectName(event), when)}</p>
        <Diff before={event.after} after={event.before} action={event.action} />
        {endsSessions(event.action) ? <p>{words.undoSessions}</p> : null}
      </ConfirmDialog>
    </>
  )
}
