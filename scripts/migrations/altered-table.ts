import { areNew, type Made, plainName, whyNotReference } from './made.ts'
import { splitByComma } from './read-sql.ts'

/** Why an `alter table` may take away what the version before needs; null when it does not. */
export function whyNotAlteredTable(statement: string, made: Made): string | null {
  const [, table = '', actions = ''] =
    /^alter table (?:if exists )?(?:only )?(\S+) (.*)$/.exec(statement) ?? []
  if (made.tables.has(plainName(table))) return whyNotReference(statement, made)
  for (const action of splitByComma(actions)) {
    const why = whyNotAction(plainName(table), action, made)
    if (why !== null) return why
  }
  return null
}

function whyNotAction(table: string, action: string, made: Made): string | null {
  if (/^(validate constraint|set \(|reset \()/.test(action)) return null
  if (/^add (constraint|primary key|unique|check|foreign key|exclude)\b/.test(action))
    return whyNotConstraint(table, action, made)
  if (action.startsWith('add ')) return whyNotColumn(table, action, made)
  if (action.startsWith('drop ')) return 'The version before may still use what it drops.'
  if (action.startsWith('rename ')) return 'The version before knows the old name only.'
  if (action.startsWith('alter ')) return whyNotAlteredColumn(table, action, made)
  return 'It is not known to leave the version before what it needs.'
}

function whyNotColumn(table: string, action: string, made: Made): string | null {
  const [, column = '', rest = ''] =
    /^add (?:column )?(?:if not exists )?("[^"]*"|\S+) (.*)$/.exec(action) ?? []
  made.columns.add(`${table}.${plainName(column)}`)
  if (/\bnot null\b/.test(rest) && !/\b(default|generated|(small|big)?serial)\b/.test(rest))
    return 'NOT NULL without a default: the version before writes rows without it.'
  if (/\b(unique|primary key|check)\b/.test(rest))
    return 'It may refuse rows that the version before writes: put the constraint into a later migration.'
  return whyNotReference(` ${rest}`, made)
}

// The version before leaves a new column alone.
function whyNotConstraint(table: string, action: string, made: Made): string | null {
  const [, kind, columns = ''] = /(foreign key|unique) ?\(([^)]*)\)/.exec(action) ?? []
  if (kind && areNew(table, columns, made)) return whyNotReference(action, made)
  return 'It may refuse rows that the version before writes.'
}

function whyNotAlteredColumn(table: string, action: string, made: Made): string | null {
  const [, column = '', change = ''] = /^alter (?:column )?("[^"]*"|\S+) (.*)$/.exec(action) ?? []
  if (made.columns.has(`${table}.${plainName(column)}`)) return null
  if (/^(set data )?type /.test(change)) return 'It changes a type that the version before reads and writes.'
  if (change === 'set not null') return 'NOT NULL: the version before may write rows without it.'
  if (change === 'drop not null') return 'The version before does not expect that nothing is there.'
  if (change.startsWith('drop ')) return 'The version before may still use what it drops.'
  if (/^set (default|statistics|storage|compression) /.test(change)) return null
  return 'It is not known to leave the version before what it needs.'
}
