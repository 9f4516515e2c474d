import { readPassword } from './read-password.ts'
import { runCommand } from './run-command.ts'
import { runUserCommand, userUsage } from './user-commands.ts'

await runCommand(
  (_database, ctx) => runUserCommand({ ...ctx, readPassword, print: console.log }, process.argv.slice(2)),
  userUsage,
)
