import { FailureNotice } from '../../components/notice/failure-notice.tsx'
import { Notice } from '../../components/notice/notice.tsx'
import { OutboxHint } from '../../components/outside/outbox-hint.tsx'
import { ResendButton, useResendVerification } from '../../components/outside/resend-verification.tsx'
import { errorCodeText } from '../../lib/text/failure-text.ts'
import { text } from '../../lib/text/text.ts'

interface Props {
  email: string
  /** Why the link that led here did not work. */
  errorCode: string | undefined
}

/** Until the e-mail is verified: what to do, and a new link. */
export function VerifyNotice({ email, errorCode }: Props) {
  const resend = useResendVerification()
  return (
    <>
      {errorCode && !resend.sentTo ? (
        <Notice tone="danger" urgent>
          {errorCodeText(errorCode)}
        </Notice>
      ) : null}
      <FailureNotice failure={resend.failure} secondsLeft={resend.secondsLeft} />
      {resend.sentTo ? (
        <Notice tone="good">{text.verify.resent(resend.sentTo)}</Notice>
      ) : (
        <Notice
          tone="waiting"
          title={text.dashboard.verifyTitle}
          action={<ResendButton resend={resend} email={email} />}
        >
          {text.dashboard.verify(email)}
        </Notice>
      )}
      <OutboxHint />
    </>
  )
}
