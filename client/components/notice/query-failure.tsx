import { Button } from '@mantine/core'
import { isOutage, toFailure } from '../../lib/api/failure.ts'
import { failureText } from '../../lib/text/failure-text.ts'
import { text } from '../../lib/text/text.ts'
import { FailureNotice } from './failure-notice.tsx'
import { Notice } from './notice.tsx'

/** In place of what a query should have brought: why not, and Retry. */
export function QueryFailure({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const failure = toFailure(error)
  // The banner on top has the words and the button for it.
  if (isOutage(failure)) return <Notice tone="plain">{text.failures.outageHere}</Notice>
  // Asked again it would not be there either.
  if (failure.status === 404) return <Notice tone="plain">{failureText(failure)}</Notice>
  const action = (
    <Button size="compact-sm" variant="default" onClick={onRetry}>
      {text.common.retry}
    </Button>
  )
  return <FailureNotice failure={failure} action={action} />
}
