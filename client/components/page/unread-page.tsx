import type { ReactNode } from 'react'
import { QueryFailure } from '../notice/query-failure.tsx'
import { Page, Section } from './page.tsx'
import { Skeleton } from './skeleton.tsx'

interface Props {
  title: string
  /** Where the page lies. */
  above: ReactNode
  /** The heading of what is on its way. */
  section: string
  query: { isError: boolean; error: unknown; refetch(): unknown }
}

/** The page of one thing while it is on its way, or why it could not be read. */
export function UnreadPage({ title, above, section, query }: Props) {
  return (
    <Page title={title} above={above} narrow>
      {query.isError ? (
        <QueryFailure error={query.error} onRetry={query.refetch} />
      ) : (
        <Section title={section}>
          <div aria-busy="true">
            <Skeleton width="60%" height={96} />
          </div>
        </Section>
      )}
    </Page>
  )
}
