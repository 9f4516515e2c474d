import { z } from 'zod'
import { idSchema } from './text/text.ts'

/** What keeps a mail from leaving, as far as the failure tells. */
export type MailProblem =
  | 'unknown-host'
  | 'unreachable'
  | 'timeout'
  | 'encryption'
  | 'sign-in'
  | 'sender'
  | 'recipient'
  | 'refused'
  | 'other'

/** Where a mail stands: `kept` when there is no mail server, `failed` once it was given up. */
export type MailState = 'kept' | 'waiting' | 'sent' | 'failed'

/** How a test mail fares. Times are ISO. */
export interface MailTest {
  id: string
  state: MailState
  attempts: number
  /** Why the latest attempt failed; `detail` is what the mail server, or the way to it, said. */
  problem: { kind: MailProblem; detail: string } | null
  /** Of a mail that waits after a failed attempt. */
  nextAttemptAt: string | null
  sentAt: string | null
}

export const getMailTestInput = z.object({ id: idSchema }).strict()
export type GetMailTestInput = z.infer<typeof getMailTestInput>
