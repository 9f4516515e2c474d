import { Button } from '@mantine/core'
import { useEffect } from 'react'
import { type Failure, isMissingPart, isOutage, toFailure } from '../../lib/api/failure.ts'
import { renewIfReplaced } from '../../lib/part/renew-page.ts'
import { text } from '../../lib/text/outside-text.ts'
import { FailureNotice } from '../notice/failure-notice.tsx'
import { Notice } from '../notice/notice.tsx'
import { AnyFrame } from './public-layout.tsx'
import { PublicPage } from './public-page.tsx'

const words = text.failures

/** In place of a page that could not be shown: why, the request id, and Retry. */
export function FailurePage({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const failure = toFailure(error)
  const missing = isMissingPart(failure)
  useEffect(() => {
    if (missing) void renewIfReplaced()
  }, [missing])
  return (
    <AnyFrame>
      <PublicPage title={titleOf(failure)}>
        {isOutage(failure) ? (
          <Notice tone="waiting">{missing ? words.partHere : words.outage}</Notice>
        ) : (
          <FailureNotice failure={failure} />
        )}
        <Button size="md" variant="filled" onClick={onRetry}>
          {text.common.retry}
        </Button>
      </PublicPage>
    </AnyFrame>
  )
}

function titleOf(failure: Failure): string {
  if (isMissingPart(failure)) return words.partTitle
  return isOutage(failure) ? words.outageTitle : text.errorPage.title
}
