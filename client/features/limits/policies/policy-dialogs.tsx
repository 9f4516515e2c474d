import { ConfirmDialog } from '../../../components/dialog/confirm-dialog.tsx'
import { toast } from '../../../components/notice/toast.tsx'
import { trpc } from '../../../lib/api/trpc.ts'
import { text } from '../../../lib/text/text.ts'
import { PolicyForm } from './policy-form.tsx'
import { type PolicyAct, ruleText } from './policy-row.tsx'

const words = text.policies

/** Changes the numbers of one scope of a policy, or gives it the file's back. */
export function PolicyDialogs({ act, onClose }: { act: PolicyAct | null; onClose: () => void }) {
  const queries = trpc.useUtils()
  const reset = trpc.limits.resetPolicy.useMutation()
  if (act?.kind === 'edit') return <PolicyForm quota={act.quota} onClose={onClose} />
  const quota = act?.quota
  return (
    <ConfirmDialog
      opened={quota !== undefined}
      title={quota ? words.resetHeading(quota.policy, text.limits.scopes[quota.scope].toLowerCase()) : ''}
      confirm={words.resetConfirm}
      onClose={onClose}
      onConfirm={async () => {
        if (!quota) return
        await reset.mutateAsync({ id: quota.policy, scope: quota.scope })
        toast(words.resetDone)
        await queries.limits.invalidate()
      }}
    >
      {quota ? <p>{words.resetMeans(ruleText(quota), ruleText(quota.file))}</p> : null}
    </ConfirmDialog>
  )
}
