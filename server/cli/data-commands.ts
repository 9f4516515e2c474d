import { parseArgs } from 'node:util'
import type { Config } from '../config.ts'
import { exportData, type Report } from '../database/data/export-data.ts'
import { importData } from '../database/data/import-data.ts'
import { readHistories } from '../database/migrations/history.ts'
import { readVersion } from '../health/service-facts.ts'
import { type AuditAnswer, runAuditCommand } from './audit-commands.ts'
import { UsageError, withDatabase } from './run-command.ts'

export const dataUsage = `Usage:
  npm run data -- export FILE    writes every table as it is at this moment into a new file
  npm run data -- import FILE    fills an empty database from it, embedded or Postgres, and verifies the audit log`

/** What a command is given beside its words. */
export interface DataCommandContext {
  /** Ends it, with nothing half-done left. */
  signal: AbortSignal
  progress(line: string): void
}

/**
 * Runs one command of `npm run data` by its arguments, and tells what it did.
 * Throws UsageError for arguments that it does not understand, StartError for what it refuses.
 */
export async function runDataCommand(
  config: Config,
  args: string[],
  ctx: DataCommandContext,
): Promise<AuditAnswer> {
  const { command, file } = parse(args)
  return command === 'export' ? exportTo(config, file, ctx) : importFrom(config, file, ctx)
}

async function exportTo(config: Config, file: string, { signal, progress }: DataCommandContext) {
  const options = { file, signal, histories: readHistories(), report: reportTo(progress) }
  const rows = await exportData(config, { ...options, gatehouse: readVersion() })
  const text =
    `${file} holds ${describe(rows)}, and with them every secret of the database: hashes of passwords, sessions, ` +
    'links in mails. Only you can read it (mode 600). Keep it as safe as the database itself.\n' +
    'What signs sessions and the audit log is not in it: give the other side the same BETTER_AUTH_SECRET and ' +
    'AUDIT_SECRET, or the file "secret" of the data folder.'
  return { fine: true, text }
}

async function importFrom(config: Config, file: string, { signal, progress }: DataCommandContext) {
  const options = { file, signal, histories: readHistories(), report: reportTo(progress) }
  const rows = await importData(config, options)
  const imported = `Imported ${describe(rows)}, as many as ${file} holds.`
  progress(`${imported} Verifying the audit log.`)
  // Opening the database applies what migrations the exported one had not had.
  const { fine, text } = await withDatabase(config, (_database, own) => runAuditCommand(own, ['verify']))
  if (fine) return { fine, text: `${imported}\n${text}` }
  const hint =
    'Every row is as it was exported. Unless the log was broken there too, the secret is another one here: set ' +
    'BETTER_AUTH_SECRET and AUDIT_SECRET as they were there, and run: npm run audit -- verify'
  return { fine, text: `${imported}\n${text}\n${hint}` }
}

const format = new Intl.NumberFormat('en-US').format

function describe(rows: Record<string, number>): string {
  const counts = Object.values(rows)
  const sum = counts.reduce((total, each) => total + each, 0)
  return `${format(sum)} rows of ${counts.length} tables`
}

const reportEveryMs = 2000

/** Tells of each table once it is done, and of a long one on the way. */
function reportTo(progress: (line: string) => void): Report {
  let nextAt = Date.now() + reportEveryMs
  return (what, done, total) => {
    if (done < total && Date.now() < nextAt) return
    nextAt = Date.now() + reportEveryMs
    progress(`${what}: ${format(done)} of ${format(total)}`)
  }
}

function parse(args: string[]): { command: 'export' | 'import'; file: string } {
  try {
    const { positionals } = parseArgs({ args, allowPositionals: true })
    const [command, file, ...others] = positionals
    if (command !== 'export' && command !== 'import')
      throw new Error(`There is no command ${command ?? 'given'}.`)
    if (!file || others.length > 0) throw new Error(`${command} takes the name of one file.`)
    return { command, file }
  } catch (error) {
    throw new UsageError((error as Error).message)
  }
}
