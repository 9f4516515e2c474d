import { loadEnvFile, readConfig } from '../config.ts'
import { type OpenDatabase, openDatabase } from '../database/open.ts'
import { AppError, StartError } from '../errors.ts'

/** A mistake in how a command was called: its message and the usage are shown. */
export class UsageError extends Error {}

/** Runs a command against the configured database, and ends with one clear sentence when it cannot. */
export async function runCommand(
  run: (database: OpenDatabase) => Promise<void>,
  usage: string,
): Promise<void> {
  try {
    loadEnvFile()
    const config = readConfig()
    const database = await openDatabase(config)
    try {
      await run(database)
    } finally {
      await database.close()
    }
  } catch (error) {
    console.error(explain(error, usage))
    process.exitCode = 1
  }
}

function explain(error: unknown, usage: string): unknown {
  if (error instanceof UsageError) return `${error.message}\n\n${usage}`
  return error instanceof StartError || error instanceof AppError ? error.message : error
}
