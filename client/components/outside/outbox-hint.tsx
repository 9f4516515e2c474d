import { useCallback } from 'react'
import { useApi } from '../../lib/api/api.ts'
import { useAnswer } from '../../lib/api/use-answer.ts'
import { text } from '../../lib/text/outside-text.ts'
import { Notice } from '../notice/notice.tsx'
import { usePublicSettings } from './public-settings.tsx'

/** Where the mails of a server are that sends none. */
export function OutboxHint() {
  const api = useApi()
  const known = usePublicSettings().data
  const ask = useCallback(() => api.call((client) => client.settings.public.query()), [api])
  const settings = useAnswer(ask, known)
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
