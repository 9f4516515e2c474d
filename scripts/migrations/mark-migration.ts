import { type Finding, findContracts, type KnownFunctions } from './find-contracts.ts'
import { readStatements } from './read-sql.ts'

/**
 * Writes at the top of a new migration what it means to the version before, and builds its indexes without keeping
 * anybody from writing when that is all it takes.
 */
export function markMigration(sql: string, known: KnownFunctions): { sql: string; contracts: Finding[] } {
  const concurrent = buildConcurrently(sql)
  const contracts = findContracts(concurrent, known)
  if (contracts.length > 0) return { sql: `-- contract\n${sql}`, contracts }
  const own = /^\s*create (unique )?index concurrently/i
  const alone = readStatements(concurrent).some((statement) => own.test(statement))
  return { sql: `-- expand\n${alone ? '-- no transaction\n' : ''}${concurrent}`, contracts }
}

const breakpoint = '--> statement-breakpoint'

// Those of tables that the migration makes stay as they are: nobody writes there yet.
function buildConcurrently(sql: string): string {
  const statements = sql.split(breakpoint)
  return statements
    .map((statement, index) => {
      const upTo = (text: string) => findContracts([...statements.slice(0, index), text].join(';')).length
      const changed = statement.replace(/^(\s*CREATE (UNIQUE )?INDEX )(?!CONCURRENTLY)/i, '$1CONCURRENTLY ')
      return upTo(changed) < upTo(statement) ? changed : statement
    })
    .join(breakpoint)
}
