import { useRef, useState } from 'react'
import { useAuth } from '../../lib/api/auth.tsx'
import { type Failure, toFailure, waitMs } from '../../lib/api/failure.ts'
import { useCountdown } from '../../lib/form/use-countdown.ts'
import { duration } from '../../lib/text/format.ts'
import { text } from '../../lib/text/outside-text.ts'
import { BusyButton } from '../control/busy-button.tsx'

/** Sends the verification link again, counts a limit down, and says what came of it. */
export function useResendVerification() {
  const auth = useAuth()
  const busy = useRef(false)
  const wait = useCountdown()
  const [pending, setPending] = useState(false)
  const [sentTo, setSentTo] = useState<string | null>(null)
  const [failure, setFailure] = useState<Failure | null>(null)

  const send = async (email: string) => {
    if (busy.current || wait.secondsLeft > 0) return
    busy.current = true
    setPending(true)
    setFailure(null)
    setSentTo(null)
    try {
      await auth.sendVerification(email)
      setSentTo(email)
    } catch (error) {
      const found = toFailure(error)
      wait.start(waitMs(found) ?? 0)
      setFailure(found)
    } finally {
      busy.current = false
      setPending(false)
    }
  }
  return { send, pending, sentTo, failure, secondsLeft: wait.secondsLeft }
}
export type Resend = ReturnType<typeof useResendVerification>

/** The button of `useResendVerification` where the address is known. */
export function ResendButton({ resend, email }: { resend: Resend; email: string }) {
  return (
    <BusyButton
      size="compact-sm"
      variant="default"
      pending={resend.pending}
      disabled={resend.secondsLeft > 0}
      onClick={() => resend.send(email)}
    >
      {resend.secondsLeft > 0 ? text.common.again(duration(resend.secondsLeft)) : text.verify.resend}
    </BusyButton>
  )
}
