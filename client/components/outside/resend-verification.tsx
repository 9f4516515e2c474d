import { useState } from 'react'
import { useAuth } from '../../lib/api/auth.tsx'
import { useAttempt } from '../../lib/form/use-attempt.ts'
import { duration } from '../../lib/text/format.ts'
import { text } from '../../lib/text/outside-text.ts'
import { BusyButton } from '../control/busy-button.tsx'

/** Sends the verification link again, counts a limit down, and says what came of it. */
export function useResendVerification() {
  const auth = useAuth()
  const [sentTo, setSentTo] = useState<string | null>(null)
  const { run, pending, failure, secondsLeft } = useAttempt()
  const send = (email: string) =>
    run(async () => {
      setSentTo(null)
      await auth.sendVerification(email)
      setSentTo(email)
    })
  return { send, pending, sentTo, failure, secondsLeft }
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
