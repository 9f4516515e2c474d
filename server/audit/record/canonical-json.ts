/** JSON with the keys of every object in order, so that what the database gives back reads as what was signed. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, inner) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  )
}

/**
 * The value as the database will give it back: as JSON carries it, and without what Postgres cannot hold in a text
 * (NUL and halves of surrogate pairs, which become U+FFFD).
 */
export function storable<Value>(value: Value): Value {
  return JSON.parse(JSON.stringify(value), (_, inner) => {
    if (typeof inner === 'string') return storableText(inner)
    if (inner === null || typeof inner !== 'object' || Array.isArray(inner)) return inner
    return Object.fromEntries(Object.entries(inner).map(([key, field]) => [storableText(key), field]))
  })
}

const storableText = (text: string) => text.toWellFormed().replaceAll('\u0000', '\uFFFD')
