import { StartError } from '../errors.ts'
import { dataUsage, runDataCommand } from './data-commands.ts'
import { runConfigured } from './run-command.ts'

const stopWithinMs = 10_000
const stopped = new StartError('Stopped. Nothing half-done is left.')
const stop = new AbortController()

// npm passes on what the terminal has sent already, so it may come twice.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop.abort(stopped))
stop.signal.addEventListener('abort', () => setTimeout(end, stopWithinMs).unref())

// What the database is at may take long; without us it is undone there.
function end() {
  console.error(stopped.message)
  process.exit(1)
}

await runConfigured(async (config) => {
  const { fine, text } = await runDataCommand(config, process.argv.slice(2), {
    signal: stop.signal,
    progress: (line) => console.error(line),
  })
  if (fine) return console.log(text)
  console.error(text)
  process.exitCode = 1
}, dataUsage)
