import { IconDownload } from '@tabler/icons-react'
import { BusyButton } from '../../components/control/busy-button.tsx'
import { toast } from '../../components/notice/toast.tsx'
import { createStreamApi } from '../../lib/api/stream-api.ts'
import { datedName, saveFile } from '../../lib/browser/save-file.ts'
import { useAttempt } from '../../lib/form/use-attempt.ts'
import { failureText } from '../../lib/text/failure-text.ts'
import { text as words } from '../../lib/text/feedback-text.ts'
import { count } from '../../lib/text/format.ts'
import { text } from '../../lib/text/text.ts'
import type { toFilter } from './feedback-search.ts'

type Filter = ReturnType<typeof toFilter>

/** The list as a file: what the filters leave. */
export function FeedbackExport({ filter }: { filter: Filter }) {
  const { run, pending, secondsLeft } = useAttempt()
  const save = async () => {
    const { pieces, rows } = await readFeedback(filter)
    saveFile(datedName('feedback', 'csv'), 'text/csv', pieces)
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

/** All pieces of the file, and how many messages are in it; a stream that breaks goes on where it was. */
function readFeedback(filter: Filter) {
  const { feedback } = createStreamApi()
  return new Promise<{ pieces: string[]; rows: number }>((resolve, onError) => {
    const pieces: string[] = []
    let total = 0
    const stream = feedback.export.subscribe(filter, {
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
}
