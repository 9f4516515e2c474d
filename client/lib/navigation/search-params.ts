type Search = Record<string, unknown>

/** The query of an address as plain text: nothing is guessed to be a number, so a token stays what it is. */
export function parseSearch(query: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(query))
}

/** The query that says these parameters; what is not set stays out of it. */
export function stringifySearch(search: Search): string {
  const set = Object.entries(search).filter(([, value]) => typeof value === 'string' && value !== '')
  const query = new URLSearchParams(set.map(([name, value]) => [name, String(value)])).toString()
  return query === '' ? '' : `?${query}`
}

/** A search parameter as text; an empty one counts as not given. */
export function textParam(search: Search, name: string): string | undefined {
  const value = search[name]
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** A search parameter that must be one of `values`; anything else counts as not given. */
export function choiceParam<Value extends string>(
  search: Search,
  name: string,
  values: readonly Value[],
): Value | undefined {
  return values.find((value) => value === search[name])
}

/** The keys of a record whose keys are known, as in a table of words. */
export function keysOf<Key extends string>(record: Record<Key, unknown>): Key[] {
  return Object.keys(record) as Key[]
}

/**
 * Every value of a type, written out: the addresses of pages are read before their words and schemas are loaded.
 * The type makes sure that none is forgotten.
 */
export function everyOf<Value extends string>(values: Record<Value, true>): Value[] {
  return keysOf(values)
}

/** How many pages the address can say were opened of a list; the first one goes without saying. */
export const openedPages = Array.from({ length: 19 }, (_, index) => String(index + 2))
