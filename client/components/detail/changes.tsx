import type { AuditAction, AuditEvent } from '#shared/audit/audit.ts'
import { fieldName, fieldValue } from '../../lib/audit/audit-fields.ts'
import { diffFields, type FieldChange, readValue } from '../../lib/audit/diff.ts'
import { readSums } from '../../lib/audit/read-sums.ts'
import { text } from '../../lib/text/text.ts'
import classes from './changes.module.css'

const words = text.components.diff

interface Props extends Pick<AuditEvent, 'before' | 'after'> {
  /** What changed them: some fields hold codes that only then have words. */
  action: AuditAction
}

type Side = 'before' | 'after'
const holds = (change: FieldChange, side: Side) => readValue(change[side]).kind !== 'none'

/** What an act changed, field by field: as it was, and as it is; one side alone when the other held nothing. */
export function Diff({ action, ...recorded }: Props) {
  const { before, after } = readSums({ action, ...recorded })
  const changes = diffFields(before, after).filter(
    (change) => holds(change, 'before') || holds(change, 'after'),
  )
  const sides = (['before', 'after'] as const).filter((side) => changes.some((change) => holds(change, side)))
  if (changes.length === 0) return <p className={classes.same}>{words.same}</p>
  return (
    <div className={classes.frame}>
      <table className={classes.table}>
        <thead className="visually-hidden">
          <tr>
            <th scope="col">{words.field}</th>
            {sides.map((side) => (
              <th key={side} scope="col">
                {words[side]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {changes.map((change) => (
            <tr key={change.path}>
              <th scope="row">{fieldName(change.path)}</th>
              {sides.map((side) => (
                <Value key={side} {...{ change, side, action }} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Value({ change, side, action }: { change: FieldChange; side: Side; action: AuditAction }) {
  const value = change[side]
  const shown = fieldValue(change.path, value, action)
  if (shown === null) {
    return (
      <td data-side={side} data-empty="true">
        {words.none}
      </td>
    )
  }
  const Mark = side === 'before' ? 'del' : 'ins'
  return (
    <td data-side={side}>
      <Mark>{readValue(value).kind === 'time' ? <time dateTime={String(value)}>{shown}</time> : shown}</Mark>
    </td>
  )
}
