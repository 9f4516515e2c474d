import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type HistoryPlace, readHistory } from '#server/database/migrations/history.ts'
import { repository, runKit, schemaOf } from './drizzle-kit.ts'
import { addFunctions, type Finding } from './find-contracts.ts'
import { markMigration } from './mark-migration.ts'

export interface Generated {
  /** From the root of the repository. */
  path: string
  contracts: Finding[]
}

/** Lets drizzle-kit write the migrations that a schema asks for, and marks them; `args` are drizzle-kit's own. */
export async function generateMigration(
  place: HistoryPlace,
  args: string[],
  { root = repository, asks = true } = {},
): Promise<Generated[]> {
  const before = new Set(readHistory(place, root).migrations.map(({ tag }) => tag))
  const options = ['--dialect=postgresql', `--schema=${schemaOf(place)}`, `--out=${place.folder}`]
  const { code, output } = await runKit(['generate', ...options, ...args], { root, asks })
  if (code !== 0) throw new Error(`drizzle-kit ended with ${code}. ${output}`)
  const known = new Map<string, string>()
  const generated: Generated[] = []
  for (const { tag, statements } of readHistory(place, root).migrations) {
    if (!before.has(tag)) generated.push(markFile(`${place.folder}/${tag}.sql`, root, known))
    addFunctions(known, statements.join(';'))
  }
  return generated
}

function markFile(path: string, root: string, known: Map<string, string>): Generated {
  const file = join(root, path)
  const { sql, contracts } = markMigration(readFileSync(file, 'utf8'), known)
  writeFileSync(file, sql)
  return { path, contracts }
}
