import { useState } from 'react'
import { toFailure } from '../../lib/api/failure.ts'
import { failureText } from '../../lib/text/failure-text.ts'
import { text } from '../../lib/text/text.ts'
import { BusyButton } from '../control/busy-button.tsx'
import { toast } from '../notice/toast.tsx'
import classes from './impersonation-banner.module.css'

const words = text.components.impersonation

interface Props {
  /** Whom the admin acts as. */
  name: string
  /** Gives the admin their own session back; the page is loaded anew afterwards. */
  onEnd: () => Promise<unknown>
}

/** Above every page while an admin acts as somebody else: as whom, and the way back. */
export function ImpersonationBanner({ name, onEnd }: Props) {
  const [pending, setPending] = useState(false)
  const end = async () => {
    setPending(true)
    try {
      await onEnd()
      // A fresh page, so that nothing of the other person stays in memory.
      location.assign('/admin/users')
    } catch (error) {
      setPending(false)
      toast(failureText(toFailure(error)), 'danger')
    }
  }
  return (
    <div className={classes.banner} role="status">
      <span>{words.banner(name)}</span>
      <BusyButton size="compact-sm" variant="default" pending={pending} onClick={end}>
        {words.end}
      </BusyButton>
    </div>
  )
}
