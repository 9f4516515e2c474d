import { ConfirmDialog } from '../../../components/dialog/confirm-dialog.tsx'
import { useAct } from '../../../components/dialog/use-act.ts'
import { trpc } from '../../../lib/api/trpc.ts'
import { text } from '../../../lib/text/text.ts'
import { OverrideForm } from './override-form.tsx'
import { type OverrideAct, overrideName } from './override-row.tsx'

const words = text.overrides

/** Makes, changes or removes an override. */
export function OverrideDialogs({ act, onClose }: { act: OverrideAct | null; onClose: () => void }) {
  const { client, limits } = trpc.useUtils()
  const perform = useAct()
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
        await perform({
          action: 'override.remove',
          done: words.removed,
          run: () => client.limits.removeOverride.mutate({ id: act.override.id }),
          refresh: () => limits.invalidate(),
        })
      }}
    >
      {act ? <p>{words.removeMeans(overrideName(act.override))}</p> : null}
    </ConfirmDialog>
  )
}
