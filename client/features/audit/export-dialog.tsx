import { Button, Modal } from '@mantine/core'
import type { AuditFilter } from '#shared/audit/audit.ts'
import { FailureNotice } from '../../components/notice/failure-notice.tsx'
import { Notice } from '../../components/notice/notice.tsx'
import { datedName, saveFile } from '../../lib/browser/save-file.ts'
import { count } from '../../lib/text/format.ts'
import { text } from '../../lib/text/text.ts'
import classes from './audit.module.css'
import { type AuditExport, useAuditExport } from './use-audit-export.ts'

const words = text.audit
const save = (parts: readonly string[]) => saveFile(datedName('audit', 'csv'), 'text/csv', parts)

interface Props {
  filter: AuditFilter
  /** The same as words; null when there is none. */
  filters: string | null
  onClose: () => void
}

/** Exports what the filters match, shows how far it is, and can be stopped. */
export function ExportDialog({ filter, filters, onClose }: Props) {
  const { state, start, stop } = useAuditExport(save)
  const running = state?.phase === 'running'
  return (
    <Modal
      opened
      title={words.exportTitle}
      onClose={onClose}
      closeOnClickOutside={!running}
      closeButtonProps={{ 'aria-label': text.common.close }}
    >
      <div className={classes.dialog}>
        <p>{words.exportMeans}</p>
        <p className={classes.muted}>{filters ? words.exportFilters(filters) : words.exportAll}</p>
        {state ? <Progress state={state} /> : null}
        <div className={classes.actions}>
          <Button variant="default" onClick={running ? stop : onClose}>
            {running ? text.components.work.stop : state ? text.common.close : text.common.cancel}
          </Button>
          {running || state?.phase === 'finished' ? null : (
            <Button variant="filled" onClick={() => start(filter)} data-autofocus>
              {words.exportStart}
            </Button>
          )}
        </div>
      </div>
    </Modal>
  )
}

function Progress({ state: { phase, rows, failure } }: { state: AuditExport }) {
  return (
    <>
      <p className={classes.numbers} role="status">
        {words.exported(rows, count(rows, text.locale))}
      </p>
      <FailureNotice failure={failure} />
      {phase === 'finished' ? <Notice tone="good">{words.exportDone}</Notice> : null}
      {phase === 'stopped' ? <Notice tone="waiting">{words.exportStopped}</Notice> : null}
    </>
  )
}
