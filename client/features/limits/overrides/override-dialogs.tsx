import { ConfirmDialog } from '../../../components/dialog/confirm-dialog.tsx'
import { toast } from '../../../components/notice/toast.tsx'
import { trpc } from '../../../lib/api/trpc.ts'
import { text } from '../../../lib/text/text.ts'
import { OverrideForm } from './override-form.tsx'
import { type OverrideAct, overrideName } from './override-row.tsx'

const words = text.overrides

/** Makes, changes or removes an override. */
export function OverrideDialogs({ act, onClose }: { act: OverrideAct | null; onClose: () => void }) {
  const queries = trpc.useUtils()
  const remove = trpc.limits.removeOverride.useMutation()
  if (act?.kind === 'add') return <OverrideForm target={act.target} value={act.value} onClose={onClose} />
  if (act?.kind === 'edit') {
    const { target, value } = act.override
    return <OverrideForm {...{ target, value, onClose }} override={act.override} />
  }
  return (
    <ConfirmDialog
      opened={act !== null}
      title={words.removeHeading}
      confirm={words.removeConfirm}
      color="danger"
      onClose={onClose}
      onConfirm={async () => {
        if (!act) return
        await remove.mutateAsync({ id: act.override.id })
        toast(words.removed)
        await queries.limits.invalidate()
      }}
    >
      {act ? <p>{words.removeMeans(overrideName(act.override))}</p> : null}
    </ConfirmDialog>
  )
}
