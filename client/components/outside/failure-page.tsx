import { Button } from '@mantine/core'
import { isOutage, toFailure } from '../../lib/api/failure.ts'
import { text } from '../../lib/text/outside-text.ts'
import { FailureNotice } from '../notice/failure-notice.tsx'
import { Notice } from '../notice/notice.tsx'
import { AnyFrame } from './public-layout.tsx'
import { PublicPage } from './public-page.tsx'

/** In place of a page that could not be shown: why, the request id, and Retry. */
export function FailurePage({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const failure = toFailure(error)
  const title = isOutage(failure) ? text.failures.outageTitle : text.errorPage.title
  return (
    <AnyFrame>
      <PublicPage title={title}>
        {isOutage(failure) ? (
          <Notice tone="waiting">{text.failures.outage}</Notice>
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
