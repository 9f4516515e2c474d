import type { SetSettingInput } from '#shared/settings.ts'
import { useAct } from '../../components/dialog/use-act.ts'
import { trpc } from '../../lib/api/trpc.ts'
import { text } from '../../lib/text/text.ts'

/** Changes a setting, after the admin has confirmed who they are; the toast takes it back. */
export function useSetSetting() {
  const { client, settings } = trpc.useUtils()
  const act = useAct()
  return (input: SetSettingInput) =>
    act({
      action: 'setting.set',
      done: text.settings.saved,
      run: () => client.settings.set.mutate(input),
      refresh: () => settings.invalidate(),
    })
}
