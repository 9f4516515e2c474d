import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import type { History, HistoryPlace } from '#server/database/migrations/history.ts'
import { repository, runKit, schemaOf } from './drizzle-kit.ts'
import { addFunctions, findContracts } from './find-contracts.ts'
import { plainName } from './made.ts'
import { readStatements } from './read-sql.ts'

/** What is wrong with the migrations of a history and their marks, a sentence each. */
export function checkMarks(history: History): string[] {
  const functions = new Map<string, string>()
  const problems: string[] = []
  for (const migration of history.migrations) {
    const file = `${history.folder}/${migration.tag}.sql`
    const sql = migration.statements.join(';')
    if (migration.kind !== 'base' && !migration.marked)
      problems.push(
        `${file} does not say what it means to the version before: "-- expand" or "-- contract" at its top.`,
      )
    if (migration.kind === 'expand')
      for (const { statement, why } of findContracts(sql, functions))
        problems.push(`${file} is marked "expand", but: ${statement.slice(0, 120)}\n    ${why}`)
    if (!migration.inTransaction && migration.statements.some((part) => readStatements(part).length > 1))
      problems.push(`${file} is not in a transaction: put "--> statement-breakpoint" between its statements.`)
    addFunctions(functions, sql)
  }
  return problems
}

/** Whether the schema changed since its last migration was generated, and whether the snapshots follow one another. */
export async function checkSchema(place: HistoryPlace, root = repository): Promise<string[]> {
  const [check, generate] = await Promise.all([
    runKit(['check', '--dialect=postgresql', `--out=${place.folder}`], { root }),
    generateIntoCopy(place, root),
  ])
  const option = place.name === 'product' ? ' -- --product' : ''
  return [
    ...(check.code === 0 ? [] : [check.output]),
    ...(generate.inStep
      ? []
      : [
          `${generate.output}\n${place.folder} is behind ${schemaOf(place)}. Generate a migration with: npm run db:generate${option}`,
        ]),
  ]
}

// drizzle-kit takes its folders from the working folder on, so the copy is made inside of it.
async function generateIntoCopy(place: HistoryPlace, root: string) {
  const migrations = join(root, place.folder)
  const copy = mkdtempSync(join(root, 'node_modules/.migrations-'))
  try {
    if (existsSync(migrations)) cpSync(migrations, copy, { recursive: true })
    const before = readdirSync(copy).length
    const options = ['--dialect=postgresql', `--schema=${schemaOf(place)}`, `--out=${relative(root, copy)}`]
    const { code, output } = await runKit(['generate', ...options], { root })
    const added = readdirSync(copy).length > before && before > 0
    // When it would ask whether a column was renamed, it ends well here without having written anything.
    return { inStep: code === 0 && !added && output.includes('No schema changes'), output }
  } finally {
    rmSync(copy, { recursive: true })
  }
}

/** The product may refer to our tables, but one that its schema exports would be made twice. */
export function checkTables(ours: History, product: History): string[] {
  const own = new Set(tablesMadeBy(ours))
  return tablesMadeBy(product)
    .filter((table) => own.has(table))
    .map(
      (table) =>
        `${product.folder} makes the table ${table}, which is ours. In ${schemaOf(product)} import it, but do not export it.`,
    )
}

const tablesMadeBy = ({ migrations }: History): string[] =>
  migrations
    .flatMap(({ statements }) => statements.flatMap(readStatements))
    .flatMap((statement) => {
      const [, table] = /^create table (?:if not exists )?(\S+)/.exec(statement) ?? []
      return table ? [plainName(table)] : []
    })
