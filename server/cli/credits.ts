import { creditsUsage, runCreditsCommand } from './credits-commands.ts'
import { runCommand } from './run-command.ts'

await runCommand(async (_database, ctx) => {
  const { fine, text } = await runCreditsCommand(ctx, process.argv.slice(2))
  if (fine) return console.log(text)
  console.error(text)
  process.exitCode = 1
}, creditsUsage)
