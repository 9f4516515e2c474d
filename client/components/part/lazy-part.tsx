import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { toFailure } from '../../lib/api/failure.ts'
import { failureText } from '../../lib/text/failure-text.ts'
import { text } from '../../lib/text/outside-text.ts'
import { Notice } from '../notice/notice.tsx'
import { lazyComponent } from './lazy-component.tsx'

/** A part of a page that is loaded when it is first shown; when it cannot be, its place says so and offers Retry. */
export const lazyPart = <Module extends Record<string, unknown>, Name extends keyof Module>(
  load: () => Promise<Module>,
  name: Name,
  waiting: ReactNode = null,
) => lazyComponent({ load, name, Missing: MissingHere, waiting })

function MissingHere({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const retry = (
    <Button size="compact-sm" variant="default" onClick={onRetry}>
      {text.common.retry}
    </Button>
  )
  return (
    <Notice tone="danger" urgent action={retry}>
      {failureText(toFailure(error))}
    </Notice>
  )
}
