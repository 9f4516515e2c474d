import { type History, readHistories } from '#server/database/migrations/history.ts'
import { StartError } from '#server/errors.ts'
import { checkMarks, checkSchema, checkTables } from './migrations/check-history.ts'

// Fails when a schema has changed since its last migration was generated, and when a migration that is marked `expand`
// takes something away from the version before.
const problems = await findProblems()
if (problems.length > 0) {
  console.error(problems.join('\n'))
  process.exitCode = 1
} else {
  console.log('Both histories of migrations are in step with their schemas.')
}

async function findProblems(): Promise<string[]> {
  let histories: History[]
  try {
    histories = readHistories()
  } catch (error) {
    if (error instanceof StartError) return [error.message]
    throw error
  }
  const [ours, product] = histories
  const schemas = await Promise.all(histories.map((history) => checkSchema(history)))
  const foreign = ours && product ? checkTables(ours, product) : []
  return [...histories.flatMap(checkMarks), ...foreign, ...schemas.flat()]
}
