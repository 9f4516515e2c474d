import type { EntryFilter } from '#shared/credits/credits.ts'
import { createStreamApi } from '../../lib/api/stream-api.ts'
import { text as creditWords } from '../../lib/text/credits-text.ts'
import { ExportButton } from '../control/export-button.tsx'

interface Props {
  /** Whose ledger; without one it is the reader's own. */
  userId: string | undefined
  filter: EntryFilter
}

/** The ledger as a file: the entries that the filters leave. */
export function ExportLedger({ userId, filter }: Props) {
  return (
    <ExportButton
      file="credits"
      words={creditWords}
      subscribe={(hear) => {
        const { credits } = createStreamApi()
        return userId === undefined
          ? credits.exportMine.subscribe(filter, hear)
          : credits.export.subscribe({ userId, ...filter }, hear)
      }}
    />
  )
}
