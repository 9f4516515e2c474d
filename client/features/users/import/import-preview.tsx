import { Notice } from '../../../components/notice/notice.tsx'
import { StatusWord } from '../../../components/notice/status-word.tsx'
import { count } from '../../../lib/text/format.ts'
import { text } from '../../../lib/text/text.ts'
import { text as words } from '../../../lib/text/user-import-text.ts'
import { type Candidate, nameOf } from './check-people.ts'
import classes from './import.module.css'

interface Props {
  candidates: readonly Candidate[]
  /** Why the text is not taken at all. */
  refused: string | null
}

/** Who the text names, those with a problem first. */
export function ImportPreview({ candidates, refused }: Props) {
  if (refused) return <Notice tone="danger">{refused}</Notice>
  if (candidates.length === 0) return null
  const ready = candidates.filter(({ problem }) => problem === null)
  const wrong = candidates.filter(({ problem }) => problem !== null)
  const numbers = [
    words.ready(count(ready.length, text.locale)),
    wrong.length > 0 && words.wrong(count(wrong.length, text.locale)),
  ]
  return (
    <div>
      <p className={classes.numbers} role="status">
        {numbers.filter(Boolean).join(' · ')}
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard */}
      <section className={classes.preview} tabIndex={0} aria-label={words.preview}>
        <ul>
          {[...wrong, ...ready].map((candidate) => (
            <Row key={candidate.row} {...candidate} />
          ))}
        </ul>
      </section>
    </div>
  )
}

function Row(candidate: Candidate) {
  const { row, email, name, role, problem } = candidate
  return (
    <li className={classes.row}>
      <span className={classes.number}>
        <span className="visually-hidden">{words.row(String(row))}</span>
        <span aria-hidden="true">{row}</span>
      </span>
      <span className={classes.who}>
        <span className={classes.address}>{nameOf(candidate)}</span>
        {email && name ? <span className={classes.name}>{name}</span> : null}
      </span>
      <span className={classes.end}>
        {problem === null ? text.common.roles[role] : <StatusWord tone="danger">{problem}</StatusWord>}
      </span>
    </li>
  )
}
