import { text } from '../lib/text.ts'
import { trpc } from '../lib/trpc.ts'
import { Notice } from './notice.tsx'

/** Where the mails of a server are that sends none. */
export function OutboxHint() {
  const settings = trpc.settings.public.useQuery()
  if (!settings.data?.outboxPage) return null
  return (
    <Notice tone="plain">
      {text.verify.outbox}{' '}
      <a href="/dev/mail" target="_blank" rel="noreferrer">
        /dev/mail
      </a>
    </Notice>
  )
}
