import { runCommand } from './run-command.ts'

const usage = 'Usage: npm run db:migrate'

// Opening a database brings it up to date.
await runCommand(async ({ kind }) => {
  console.log(`The ${kind === 'embedded' ? 'embedded' : 'Postgres'} database is up to date.`)
}, usage)
