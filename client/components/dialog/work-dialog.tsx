import { Button, Modal } from '@mantine/core'
import type { ReactNode } from 'react'
import { csvByteOrderMark, csvLine } from '#shared/text/csv.ts'
import type { Work, WorkResult, WorkState } from '../../lib/batch/use-work.ts'
import { datedName, saveFile } from '../../lib/browser/save-file.ts'
import { failureText } from '../../lib/text/failure-text.ts'
import { count } from '../../lib/text/format.ts'
import { text } from '../../lib/text/text.ts'
import { Notice } from '../notice/notice.tsx'
import { StatusWord } from '../notice/status-word.tsx'
import classes from './work-dialog.module.css'

const words = text.components.work
const shownWhileRunning = 100

interface Props {
  work: Work
  /** What is being done, or once it is over was done, and to how many. */
  titleOf: (state: WorkState) => string
  /** What the file of the report is called. */
  file: string
  /** What its columns are called, where those of ids and names say too little. */
  columns?: readonly string[]
  /** Where to look at what was done, once it is over. */
  more?: ReactNode
  onClosed?: () => void
}

/** Long work as it goes on: how far it is, what was refused and why, Stop, Go on, and the report as a file. */
export function WorkDialog({ work, titleOf, file, columns, more, onClosed }: Props) {
  const { state } = work
  const ended = state?.phase === 'finished' || state?.phase === 'stopped'
  const close = () => {
    work.clear()
    onClosed?.()
  }
  return (
    <Modal
      opened={state !== null}
      title={state && titleOf(state)}
      onClose={() => (ended ? close() : work.stop())}
      withCloseButton={ended}
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': text.common.close }}
    >
      {state ? <Progress state={state} /> : null}
      {ended ? <div className={classes.more}>{more}</div> : null}
      <div className={classes.actions}>
        {state && ended ? (
          <EndActions {...{ work, state, file, columns }} onClose={close} />
        ) : (
          <Button variant="default" disabled={state?.phase === 'stopping'} onClick={work.stop}>
            {state?.phase === 'stopping' ? words.stopping : words.stop}
          </Button>
        )}
      </div>
    </Modal>
  )
}

interface EndProps extends Pick<Props, 'work' | 'file' | 'columns'> {
  state: WorkState
  onClose: () => void
}

function EndActions({ work, state, file, columns = words.columns, onClose }: EndProps) {
  const { phase, results } = state
  const goesOn = phase === 'stopped'
  return (
    <>
      {results.length > 0 ? (
        <Button variant="default" onClick={() => saveReport(file, columns, results)}>
          {words.save}
        </Button>
      ) : null}
      <Button variant={goesOn ? 'default' : 'filled'} onClick={onClose} data-autofocus={!goesOn || undefined}>
        {text.common.close}
      </Button>
      {goesOn ? (
        <Button variant="filled" onClick={() => work.goOn()} data-autofocus>
          {words.goOn}
        </Button>
      ) : null}
    </>
  )
}

function Progress({ state }: { state: WorkState }) {
  const { total, results, phase, failure } = state
  const amount = (is: (result: WorkResult) => boolean) => count(results.filter(is).length, text.locale)
  const refused = results.some(isRefused) && words.failed(amount(isRefused))
  const unchanged = results.some(isUnchanged) && words.unchangedOf(amount(isUnchanged))
  const of = words.progress(count(results.length, text.locale), count(total, text.locale))
  return (
    <div className={classes.root}>
      <progress className={classes.bar} value={results.length} max={total} aria-label={of} />
      <p className={classes.numbers} role="status">
        {[of, refused, unchanged, phase === 'waiting' && words.waiting].filter(Boolean).join(' · ')}
      </p>
      {failure ? <Notice tone="danger">{failureText(failure)}</Notice> : null}
      {phase === 'stopped' ? <p>{words.stopped}</p> : null}
      {results.length > 0 ? <Results state={state} /> : null}
    </div>
  )
}

const isRefused = ({ failure }: WorkResult) => failure !== null
const isUnchanged = ({ failure, changed }: WorkResult) => failure === null && !changed
const resultText = ({ failure, changed, done = words.ok }: WorkResult) =>
  failure ? failureText(failure) : changed ? done : words.unchanged

// The newest on top, so that what happens is in sight; refusals first once it is over.
function Results({ state: { results, phase } }: { state: WorkState }) {
  const ended = phase === 'finished' || phase === 'stopped'
  const newest = results.toReversed()
  // Of thousands the last ones are enough while they come; all of them would be drawn anew with each call.
  const shown = ended
    ? newest.toSorted((a, b) => Number(isRefused(b)) - Number(isRefused(a)))
    : newest.slice(0, shownWhileRunning)
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard
    <section className={classes.results} tabIndex={0} aria-label={words.results}>
      <ul>
        {shown.map((result) => (
          <li key={result.id} className={classes.result}>
            <span className={classes.name}>{result.name}</span>
            <StatusWord tone={isRefused(result) ? 'danger' : isUnchanged(result) ? 'plain' : 'good'}>
              {resultText(result)}
            </StatusWord>
          </li>
        ))}
      </ul>
    </section>
  )
}

function saveReport(file: string, columns: readonly string[], results: readonly WorkResult[]): void {
  const outcome = (result: WorkResult) => (isRefused(result) ? words.refusedOne : resultText(result))
  const lines = results.map((result) => [
    result.id,
    result.name,
    outcome(result),
    result.failure ? failureText(result.failure) : '',
  ])
  const parts = [csvByteOrderMark, ...[columns, ...lines].map((line) => csvLine([...line]))]
  saveFile(datedName(file, 'csv'), 'text/csv', parts)
}
