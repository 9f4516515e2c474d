import { BusyButton } from '../../components/control/busy-button.tsx'
import { text } from '../../lib/text/text.ts'

/** Saves what was changed; there is nothing to press before. */
export function SaveButton({ pending, changed }: { pending: boolean; changed: boolean }) {
  return (
    <BusyButton type="submit" variant="filled" pending={pending} disabled={!changed && !pending}>
      {text.settings.save}
    </BusyButton>
  )
}
