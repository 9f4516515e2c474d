import { whyNotAlteredTable } from './altered-table.ts'
import { areNew, type Made, plainName, whyNotReference } from './made.ts'
import { readFunction } from './read-function.ts'
import { readStatements } from './read-sql.ts'

/** Why a statement may take away what the version before needs. */
export interface Finding {
  statement: string
  why: string
}

/** The functions of earlier migrations: each name with its parameters and result, as they are written. */
export type KnownFunctions = ReadonlyMap<string, string>

/** The statements of a migration that an `expand` must not have, each with the reason. */
export function findContracts(sql: string, known: KnownFunctions = new Map()): Finding[] {
  const made: Made = { tables: new Set(), columns: new Set() }
  return readStatements(sql).flatMap((statement) => {
    const why = whyNot(statement, made, known)
    return why === null ? [] : [{ statement, why }]
  })
}

/** Adds the functions that a migration makes to those of the ones before it. */
export function addFunctions(known: Map<string, string>, sql: string): void {
  for (const statement of readStatements(sql)) {
    const made = readFunction(statement)
    if (made) known.set(made.name, made.signature)
  }
}

// Triggers and updates may change what the version before meets; only whoever writes them can tell.
const harmless = [
  /^create (extension|schema|sequence|type|domain|(materialized |or replace )?view) /,
  /^create (or replace )?(constraint )?trigger /,
  /^alter type \S+ add value /,
  // How a function is planned, and not what it answers.
  /^alter function .*\) set (plan_cache_mode|jit|work_mem|enable_\w+) /,
  /^(insert into|update|comment on|grant|select|analyze) /,
]

function whyNot(statement: string, made: Made, known: KnownFunctions): string | null {
  if (harmless.some((pattern) => pattern.test(statement))) return null
  if (statement.startsWith('create table ')) return whyNotTable(statement, made)
  if (/^create (unique )?index /.test(statement)) return whyNotIndex(statement, made)
  if (statement.startsWith('alter table ')) return whyNotAlteredTable(statement, made)
  if (readFunction(statement)) return whyNotFunction(statement, known)
  if (statement.startsWith('drop ')) return 'The version before may still use what it drops.'
  if (/^alter .* rename /.test(statement)) return 'The version before knows the old name only.'
  return 'It is not known to leave the version before what it needs.'
}

function whyNotTable(statement: string, made: Made): string | null {
  const [, table] = /^create table (?:if not exists )?(\S+)/.exec(statement) ?? []
  if (table) made.tables.add(plainName(table))
  return whyNotReference(statement, made)
}

function whyNotIndex(statement: string, made: Made): string | null {
  const [, unique, concurrently, table = '', columns = ''] =
    /^create (unique )?index (concurrently )?.*?on (?:only )?(\S+?)(?: using \w+)? ?\((.*)\)/.exec(
      statement,
    ) ?? []
  if (made.tables.has(plainName(table))) return null
  if (unique && !areNew(table, columns, made)) return 'It refuses rows that the version before may write.'
  if (concurrently) return null
  return 'It keeps everybody from writing while it is built: write "create index concurrently", and "-- no transaction" at the top.'
}

function whyNotFunction(statement: string, known: KnownFunctions): string | null {
  const made = readFunction(statement)
  const before = made && known.get(made.name)
  if (!before || before === made.signature) return null
  return `The version before calls ${made.name}${before}: give the new one another name.`
}
