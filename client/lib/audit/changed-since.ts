import type { Failure } from '../api/failure.ts'
import { text } from '../text/text.ts'
import { fieldName } from './audit-fields.ts'

/** Why an act cannot be taken back any more, with the fields by their names; undefined for any other failure. */
export function changedSinceText({ reason }: Failure): string | undefined {
  if (reason?.kind !== 'changed-since') return undefined
  if (reason.fields.length === 0) return text.audit.goneSince
  return text.failures.changedSince(reason.fields.map(fieldName).join(', '))
}
