import { IconDownload } from '@tabler/icons-react'
import type { EntriesExportChunk, EntryFilter } from '#shared/credits/credits.ts'
import { createStreamApi } from '../../lib/api/stream-api.ts'
import { datedName, saveFile } from '../../lib/browser/save-file.ts'
import { useAttempt } from '../../lib/form/use-attempt.ts'
import { failureText } from '../../lib/text/failure-text.ts'
import { text } from '../../lib/text/text.ts'
import { BusyButton } from '../control/busy-button.tsx'
import { toast } from '../notice/toast.tsx'
import { shown } from './credit-words.ts'

const words = text.credits

interface Props {
  /** Whose ledger; without one it is the reader's own. */
  userId: string | undefined
  filter: EntryFilter
}

/** The ledger as a file: the entries that the filters leave. */
export function ExportLedger({ userId, filter }: Props) {
  const { run, pending, secondsLeft } = useAttempt()
  const save = async () => {
    const { pieces, rows } = await readLedger(userId, filter)
    saveFile(datedName('credits', 'csv'), 'text/csv', pieces)
    toast(words.exported(shown(rows), rows))
  }
  return (
    <BusyButton
      variant="default"
      leftSection={<IconDownload size={16} stroke={1.75} aria-hidden="true" />}
      pending={pending}
      disabled={secondsLeft > 0}
      onClick={() => run(save, (failure) => toast(failureText(failure), 'danger'))}
    >
      {words.export}
    </BusyButton>
  )
}

/** All pieces of the file, and how many entries are in it; a stream that breaks goes on where it was. */
function readLedger(userId: string | undefined, filter: EntryFilter) {
  const { credits } = createStreamApi()
  return new Promise<{ pieces: string[]; rows: number }>((resolve, onError) => {
    const pieces: string[] = []
    let total = 0
    const hear = {
      onData: ({ data: { csv, rows } }: { data: EntriesExportChunk }) => {
        pieces.push(csv)
        total = rows
      },
      onComplete: () => {
        stream.unsubscribe()
        resolve({ pieces, rows: total })
      },
      onError,
    }
    const stream =
      userId === undefined
        ? credits.exportMine.subscribe(filter, hear)
        : credits.export.subscribe({ userId, ...filter }, hear)
  })
}
