import { ExportButton } from '../../components/control/export-button.tsx'
import { createStreamApi } from '../../lib/api/stream-api.ts'
import { text as words } from '../../lib/text/feedback-text.ts'
import type { toFilter } from './feedback-search.ts'

/** The list as a file: what the filters leave. */
export function FeedbackExport({ filter }: { filter: ReturnType<typeof toFilter> }) {
  return (
    <ExportButton
      file="feedback"
      words={words}
      subscribe={(hear) => createStreamApi().feedback.export.subscribe(filter, hear)}
    />
  )
}
