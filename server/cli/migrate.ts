import { parseArgs } from 'node:util'
import type { MigrateOptions } from '../database/migrations/migrate.ts'
import { runCommand, UsageError } from './run-command.ts'

const usage = `Usage:
  npm run db:migrate                   applies every migration that the database has not had
  npm run db:migrate -- --retry NAME   goes on with a migration that stopped half-way, at the statement that failed
  npm run db:migrate -- --done NAME    takes one that stopped half-way as made`

// Opening a database brings it up to date.
await runCommand(
  async ({ kind }) => {
    console.log(`The ${kind === 'embedded' ? 'embedded' : 'Postgres'} database is up to date.`)
  },
  usage,
  readOptions,
)

function readOptions(): MigrateOptions {
  const { retry, done } = parse()
  if (retry && done) throw new UsageError('A migration is either tried again or taken as made.')
  if (retry) return { settle: { tag: retry, as: 'retry' } }
  return done ? { settle: { tag: done, as: 'done' } } : {}
}

function parse() {
  try {
    return parseArgs({ options: { retry: { type: 'string' }, done: { type: 'string' } } }).values
  } catch (error) {
    throw new UsageError((error as Error).message)
  }
}
