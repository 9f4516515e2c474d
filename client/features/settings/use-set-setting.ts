import type { SetSettingInput } from '#shared/settings.ts'
import { useConfirmedIdentity } from '../../components/dialog/confirm-identity.tsx'
import { toastUndo } from '../../components/notice/toast.tsx'
import { trpc } from '../../lib/api/trpc.ts'
import { text } from '../../lib/text/text.ts'

/** Changes a setting, after the admin has confirmed who they are; the toast changes it back to `before`. */
export function useSetSetting() {
  const queries = trpc.useUtils()
  const set = trpc.settings.set.useMutation()
  const withIdentity = useConfirmedIdentity()
  const change = async (input: SetSettingInput) => {
    await withIdentity(() => set.mutateAsync(input))
    await queries.settings.invalidate()
  }
  return async (input: SetSettingInput, before: SetSettingInput) => {
    await change(input)
    toastUndo(text.settings.saved, () => change(before))
  }
}
