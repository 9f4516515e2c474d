/**
 * The statements of a text of SQL, made comparable: no comments, one space between words, lower case but for names in
 * quotes, and `''` for every literal and function body.
 */
export function readStatements(sql: string): string[] {
  const statements: string[] = []
  let statement = ''
  for (let at = 0; at < sql.length; ) {
    const [kind, length] = tokenAt(sql, at)
    const text = sql.slice(at, at + length)
    if (kind === 'end') {
      statements.push(statement)
      statement = ''
    } else statement += readToken[kind](text)
    at += length
  }
  return [...statements, statement]
    .map((each) => each.replace(/\s+/g, ' ').trim())
    .filter((each) => each !== '')
}

type Kind = 'comment' | 'literal' | 'name' | 'end' | 'other'

const readToken: Record<Exclude<Kind, 'end'>, (text: string) => string> = {
  comment: () => ' ',
  literal: () => `''`,
  // Whether a plain name has quotes says nothing.
  name: (text) =>
    /^"[a-z_][a-z0-9_]*"$/.test(text) && !words.has(text.slice(1, -1)) ? text.slice(1, -1) : text,
  other: (text) => text.toLowerCase(),
}

// Names that a rule would take for the word; they keep their quotes.
const words = new Set(
  [
    'add',
    'alter',
    'check',
    'column',
    'constraint',
    'default',
    'drop',
    'foreign',
    'generated',
    'identity',
    'key',
  ].concat([
    'not',
    'null',
    'on',
    'primary',
    'references',
    'rename',
    'set',
    'table',
    'type',
    'unique',
    'user',
    'validate',
  ]),
)

const patterns: [Kind, RegExp][] = [
  ['comment', /--[^\n]*/y],
  ['literal', /e'(?:[^'\\]|\\[\s\S]|'')*'/iy],
  ['literal', /'(?:[^']|'')*'/y],
  ['literal', /\$([a-z_]\w*)?\$[\s\S]*?\$\1\$/iy],
  ['name', /"(?:[^"]|"")*"/y],
  ['end', /;/y],
  ['other', /[\w$]+|\s+/y],
]

function tokenAt(sql: string, at: number): [Kind, number] {
  if (sql.startsWith('/*', at)) return ['comment', blockCommentAt(sql, at)]
  for (const [kind, pattern] of patterns) {
    pattern.lastIndex = at
    const match = pattern.exec(sql)
    if (match) return [kind, match[0].length]
  }
  return ['other', 1]
}

// One may be inside of another.
function blockCommentAt(sql: string, start: number): number {
  let depth = 0
  for (let at = start; at < sql.length; at++) {
    if (sql.startsWith('/*', at)) depth += 1
    else if (sql.startsWith('*/', at)) depth -= 1
    else continue
    at += 1
    if (depth === 0) return at + 1 - start
  }
  return sql.length - start
}

/** The parts between commas that stand in no parentheses. */
export function splitByComma(text: string): string[] {
  const parts = ['']
  let depth = 0
  for (const [token] of text.matchAll(/"(?:[^"]|"")*"|[\s\S]/g)) {
    if (token === '(') depth += 1
    if (token === ')') depth -= 1
    if (token === ',' && depth === 0) parts.push('')
    else parts[parts.length - 1] += token
  }
  return parts.map((part) => part.trim())
}
