import { Button } from '@mantine/core'
import { useState } from 'react'
import type { AuditAction, AuditEvent } from '#shared/audit/audit.ts'
import { Diff } from '../../components/detail/changes.tsx'
import { ConfirmDialog } from '../../components/dialog/confirm-dialog.tsx'
import { useConfirmedIdentity } from '../../components/dialog/confirm-identity.tsx'
import { toast } from '../../components/notice/toast.tsx'
import { trpc } from '../../lib/api/trpc.ts'
import { actorName, subjectName } from '../../lib/audit/audit-words.ts'
import { exactTime } from '../../lib/text/format.ts'
import { text } from '../../lib/text/text.ts'

const words = text.audit
const endSessions: readonly AuditAction[] = ['user.ban', 'user.remove', 'user.refuse', 'user.setRole']

/** Takes the act back, after naming what that changes. */
export function UndoButton({ event }: { event: AuditEvent }) {
  const queries = trpc.useUtils()
  const undo = trpc.audit.undo.useMutation()
  const withIdentity = useConfirmedIdentity()
  const [opened, setOpened] = useState(false)
  const when = exactTime(new Date(event.at), text.locale)
  const confirm = async () => {
    await withIdentity(() => undo.mutateAsync({ id: event.id }))
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
        title={words.undoTitle(words.actions[event.action])}
        confirm={words.undoConfirm}
        onClose={() => setOpened(false)}
        onConfirm={confirm}
      >
        <p>{words.undoMeans(actorName(event), subjectName(event), when)}</p>
        <Diff before={event.after} after={event.before} action={event.action} />
        {endSessions.includes(event.action) ? <p>{words.undoSessions}</p> : null}
      </ConfirmDialog>
    </>
  )
}
