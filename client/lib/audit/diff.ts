/** A field that two states of one thing do not share, by its path (`rules.0.limit`). */
export interface FieldChange {
  path: string
  kind: 'added' | 'removed' | 'changed'
  before: unknown
  after: unknown
}

type Fields = Record<string, unknown>
const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** What differs between two states, in the order of the fields; null stands for "was not there". */
export function diffFields(before: unknown, after: unknown): FieldChange[] {
  return compare('', before ?? undefined, after ?? undefined)
}

function compare(path: string, before: unknown, after: unknown): FieldChange[] {
  const [from, to] = [fieldsOf(before), fieldsOf(after)]
  // One side may be missing as a whole: then each of the other's fields was added or removed.
  if (from && to && (isFields(before) || isFields(after) || isList(before, after))) {
    return compareFields(path, from, to)
  }
  if (same(before, after)) return []
  const kind = before === undefined ? 'added' : after === undefined ? 'removed' : 'changed'
  return [{ path, kind, before, after }]
}

// A list of plain values is read as a whole; one of records field by field.
const isRecords = (value: unknown): value is Fields[] =>
  Array.isArray(value) && value.length > 0 && value.every(isFields)
const isList = (before: unknown, after: unknown) => isRecords(before) && isRecords(after)

function fieldsOf(value: unknown): Fields | null {
  if (value === undefined) return {}
  if (isFields(value)) return value
  return isRecords(value) ? { ...value } : null
}

function compareFields(path: string, before: Fields, after: Fields): FieldChange[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])]
  return names.flatMap((name) => compare(path ? `${path}.${name}` : name, before[name], after[name]))
}

const same = (before: unknown, after: unknown) =>
  before === after || JSON.stringify(before) === JSON.stringify(after)

const isoTime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/

/** How a value is to be read: as a point in time, a yes or no, words, or nothing at all. */
export function readValue(
  value: unknown,
): { kind: 'none' } | { kind: 'flag'; on: boolean } | { kind: 'time' | 'text'; text: string } {
  if (value === undefined || value === null || value === '') return { kind: 'none' }
  if (typeof value === 'boolean') return { kind: 'flag', on: value }
  if (typeof value === 'string') return { kind: isoTime.test(value) ? 'time' : 'text', text: value }
  if (Array.isArray(value) && !value.some((item) => typeof item === 'object')) {
    return { kind: 'text', text: value.join(', ') }
  }
  return { kind: 'text', text: typeof value === 'object' ? JSON.stringify(value) : String(value) }
}
