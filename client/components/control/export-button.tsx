import { IconDownload } from '@tabler/icons-react'
import { datedName, saveFile } from '../../lib/browser/save-file.ts'
import { useAttempt } from '../../lib/form/use-attempt.ts'
import { failureText } from '../../lib/text/failure-text.ts'
import { count } from '../../lib/text/format.ts'
import { text } from '../../lib/text/text.ts'
import { toast } from '../notice/toast.tsx'
import { BusyButton } from './busy-button.tsx'

/** What a stream of the export tells; a stream that breaks goes on where it was. */
export interface ExportHearer {
  onData(tracked: { data: { csv: string; rows: number } }): void
  onComplete(): void
  onError(error: unknown): void
}

interface Props {
  /** What the file is called, before its date. */
  file: string
  words: { export: string; exported(shown: string, amount: number): string }
  subscribe(hear: ExportHearer): { unsubscribe(): void }
}

/** A list as a file: what its filters leave. */
export function ExportButton({ file, words, subscribe }: Props) {
  const { run, pending, secondsLeft } = useAttempt()
  const save = async () => {
    const { pieces, rows } = await readAll(subscribe)
    saveFile(datedName(file, 'csv'), 'text/csv', pieces)
    toast(words.exported(count(rows, text.locale), rows))
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

/** All pieces of the file, and how many rows are in it. */
const readAll = (subscribe: Props['subscribe']) =>
  new Promise<{ pieces: string[]; rows: number }>((resolve, onError) => {
    const pieces: string[] = []
    let total = 0
    const stream = subscribe({
      onData: ({ data: { csv, rows } }) => {
        pieces.push(csv)
        total = rows
      },
      onComplete: () => {
        stream.unsubscribe()
        resolve({ pieces, rows: total })
      },
      onError,
    })
  })
