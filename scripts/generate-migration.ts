import { historyPlaces } from '#server/database/migrations/history.ts'
import { generateMigration } from './migrations/generate-migration.ts'

// npm run db:generate [-- [--product] [--name what-it-is] [--custom]]: a migration for a change of a schema.
const args = process.argv.slice(2)
const name = args.includes('--product') ? 'product' : 'gatehouse'
const place = historyPlaces.find((each) => each.name === name)
const kept = args.filter((arg) => arg !== '--product')

for (const { path, contracts } of place ? await generateMigration(place, kept) : []) {
  if (contracts.length === 0) {
    console.log(`\n${path} is marked "expand": the version before goes on beside it.`)
    continue
  }
  console.log(`\n${path} is marked "contract", since the version before may need what it changes:`)
  for (const { statement, why } of contracts) console.log(`  ${statement}\n    ${why}`)
  console.log(
    'Release it once the version before does without, or change the schema in steps: see docs/architecture.md.',
  )
}
