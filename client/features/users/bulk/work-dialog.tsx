import { Button, Modal } from '@mantine/core'
import { StatusWord } from '../../../components/notice/status-word.tsx'
import { failureText } from '../../../lib/text/failure-text.ts'
import { count } from '../../../lib/text/format.ts'
import { text } from '../../../lib/text/text.ts'
import type { Work, WorkState } from './use-work.ts'
import classes from './work-dialog.module.css'

const words = text.components.work
const shownWhileRunning = 100

/** Long work as it goes on: how far it is, what was refused and why, and Stop. */
export function WorkDialog({ work, title, onClosed }: { work: Work; title: string; onClosed?: () => void }) {
  const { state } = work
  const ended = state?.phase === 'finished' || state?.phase === 'stopped'
  const close = () => {
    work.clear()
    onClosed?.()
  }
  return (
    <Modal
      opened={state !== null}
      title={title}
      onClose={() => (ended ? close() : work.stop())}
      withCloseButton={ended}
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': text.common.close }}
    >
      {state ? <Progress state={state} /> : null}
      <div className={classes.actions}>
        {ended ? (
          <Button variant="filled" onClick={close} data-autofocus>
            {text.common.close}
          </Button>
        ) : (
          <Button variant="default" disabled={state?.phase === 'stopping'} onClick={work.stop}>
            {state?.phase === 'stopping' ? words.stopping : words.stop}
          </Button>
        )}
      </div>
    </Modal>
  )
}

function Progress({ state }: { state: WorkState }) {
  const { total, results, phase } = state
  const refused = results.filter(({ failure }) => failure !== null).length
  const of = words.progress(count(results.length, text.locale), count(total, text.locale))
  return (
    <div className={classes.root}>
      <progress className={classes.bar} value={results.length} max={total} aria-label={of} />
      <p className={classes.numbers} role="status">
        {[of, refused > 0 && words.failed(count(refused, text.locale))].filter(Boolean).join(' · ')}
      </p>
      {phase === 'stopped' ? <p>{words.stopped}</p> : null}
      <Results state={state} />
    </div>
  )
}

// The newest on top, so that what happens is in sight; refusals first once it is over.
function Results({ state: { results, phase } }: { state: WorkState }) {
  const ended = phase === 'finished' || phase === 'stopped'
  const newest = results.toReversed()
  // Of thousands the last ones are enough while they come; all of them would be drawn anew with each call.
  const shown = ended
    ? newest.toSorted((a, b) => Number(b.failure !== null) - Number(a.failure !== null))
    : newest.slice(0, shownWhileRunning)
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard
    <section className={classes.results} tabIndex={0} aria-label={words.results}>
      <ul>
        {shown.map(({ id, name, failure }) => (
          <li key={id} className={classes.result}>
            <span className={classes.name}>{name}</span>
            <StatusWord tone={failure ? 'danger' : 'good'}>
              {failure ? failureText(failure) : words.ok}
            </StatusWord>
          </li>
        ))}
      </ul>
    </section>
  )
}
