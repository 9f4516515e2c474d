import { Button, Modal } from '@mantine/core'
import dialog from '../../../components/dialog/confirm-dialog.module.css'
import work from '../../../components/dialog/work-dialog.module.css'
import { FailureNotice } from '../../../components/notice/failure-notice.tsx'
import { count, totalCount } from '../../../lib/text/format.ts'
import { text } from '../../../lib/text/text.ts'
import { type ExportFilter, type ExportState, useUsersExport } from './use-users-export.ts'

const words = text.users

interface Props {
  input: ExportFilter
  /** The filters as words; null when none is set. */
  filters: string | null
  onClose: () => void
}

/** What goes into the file, how far it is, and Stop. */
export function UsersExportDialog({ input, filters, onClose }: Props) {
  const { state, start, save, stop } = useUsersExport()
  const phase = state?.phase
  return (
    <Modal
      opened
      title={words.exportTitle}
      onClose={onClose}
      closeOnClickOutside={phase !== 'running'}
      closeButtonProps={{ 'aria-label': text.common.close }}
    >
      <div className={dialog.form}>
        <p>{filters ? words.exportWhat(filters) : words.exportAll}</p>
        {state ? <Progress state={state} /> : null}
        <FailureNotice failure={state?.failure ?? null} />
        <div className={dialog.actions}>
          {phase === 'running' ? (
            <Button variant="default" onClick={stop}>
              {text.components.work.stop}
            </Button>
          ) : (
            <Button variant="default" onClick={onClose}>
              {phase === undefined ? text.common.cancel : text.common.close}
            </Button>
          )}
          {phase === 'done' ? (
            <Button variant="filled" onClick={save}>
              {words.exportAgain}
            </Button>
          ) : null}
          {phase === undefined || phase === 'stopped' || phase === 'failed' ? (
            <Button variant="filled" onClick={() => start(input)} data-autofocus>
              {words.exportStart}
            </Button>
          ) : null}
        </div>
      </div>
    </Modal>
  )
}

function Progress({ state }: { state: ExportState }) {
  const { rows, total, totalCapped } = state
  const shown =
    total === null
      ? words.exportStarting
      : words.exportRows(count(rows, text.locale), totalCount(total, totalCapped, text.locale), total)
  const end = { done: words.exportDone(count(rows, text.locale), rows), stopped: words.exportStopped }
  const said = state.phase === 'done' || state.phase === 'stopped' ? end[state.phase] : shown
  // Of a total that was only counted to a bound nobody knows how far it is.
  const known = total !== null && !totalCapped && total > 0
  return (
    <div className={work.root}>
      <progress
        className={work.bar}
        aria-label={words.exportTitle}
        {...(state.phase === 'done' ? { value: 1, max: 1 } : known ? { value: rows, max: total } : {})}
      />
      <p className={work.numbers} role="status">
        {said}
      </p>
    </div>
  )
}
