import { Facts } from '../../components/detail/facts.tsx'
import { CodeView, JsonView } from '../../components/detail/json-view.tsx'
import { StatusWord } from '../../components/notice/status-word.tsx'
import { text as apiDocs } from '../../lib/text/api-docs-text.ts'
import classes from './api-docs.module.css'
import type { CallAnswer } from './make-call.ts'

const words = apiDocs

/** What a call answered: its status, what its headers say, and its body. */
export function CallResult({ answer: { status, ms, headers, body } }: { answer: CallAnswer }) {
  return (
    <section className={classes.result} aria-label={words.answer} aria-live="polite">
      <p className={classes.resultHead}>
        <StatusWord tone={status < 400 ? 'good' : status < 500 ? 'blocked' : 'danger'}>
          {String(status)}
        </StatusWord>
        <span className={classes.muted}>{words.took(ms)}</span>
      </p>
      <Facts items={headers.map(([name, value]) => [name, <code key={name}>{value}</code>])} />
      {body === '' ? (
        <p className={classes.muted}>{words.empty}</p>
      ) : typeof body === 'string' ? (
        <CodeView code={body} label={words.answerBody} />
      ) : (
        <JsonView value={body} label={words.answerBody} />
      )}
    </section>
  )
}
