import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { type AuditHead, auditHeadSchema } from '#shared/audit.ts'
import { createAuditKeys } from '../audit/audit-keys.ts'
import { getAuditHead } from '../audit/verify/audit-head.ts'
import { verifyAudit } from '../audit/verify/verify-audit.ts'
import { readOrMakeSecret } from '../auth/secrets/embedded-secret.ts'
import { type Config, readConfig } from '../config.ts'
import type { Database } from '../database/database.ts'
import { runCommand, UsageError } from './run-command.ts'

const usage = `Usage:
  npm run audit -- verify [--head FILE]    reads the whole log and names the first row that is not as it was signed
  npm run --silent audit -- head > FILE    the signed end of the log, to be kept elsewhere`

interface Log {
  db: Database
  audit: ReturnType<typeof createAuditKeys>
}

async function verify({ db, audit }: Log, headFile: string | undefined): Promise<void> {
  const head = headFile === undefined ? undefined : await readHead(headFile)
  const { problem, sealed, unsealed } = await verifyAudit({ db, audit }, { head })
  if (problem) {
    console.error(
      `${problem.message}\nThe log is broken (${problem.kind}); ${sealed} rows before are as they were signed.`,
    )
    process.exitCode = 1
    return
  }
  console.log(`The log is as it was signed: ${sealed} rows, and ${unsealed} that wait for the sealer.`)
  if (head) console.log(`It holds what it held at ${head.at}, when it ended with row ${head.position}.`)
}

async function printHead({ db, audit }: Log): Promise<void> {
  console.log(JSON.stringify(await getAuditHead({ db, audit, now: new Date() }), null, 2))
}

async function readHead(path: string): Promise<AuditHead> {
  try {
    return auditHeadSchema.parse(JSON.parse(await readFile(path, 'utf8')))
  } catch {
    throw new UsageError(`${path} is not a file that "npm run audit -- head" wrote.`)
  }
}

async function auditKeysOf({ secrets, auditSecrets, dataDir }: Config) {
  return createAuditKeys({
    secrets: secrets.length > 0 ? secrets : [await readOrMakeSecret(dataDir)],
    own: auditSecrets,
  })
}

function parseCommand(): (log: Log) => Promise<void> {
  try {
    const { values, positionals } = parseArgs({
      options: { head: { type: 'string' } },
      allowPositionals: true,
    })
    const [command, ...others] = positionals
    if (command === 'verify' && others.length === 0) return (log) => verify(log, values.head)
    if (command === 'head' && others.length === 0 && values.head === undefined) return printHead
    throw new Error(`There is no command ${positionals.join(' ') || 'given'}.`)
  } catch (error) {
    throw new UsageError((error as Error).message)
  }
}

await runCommand(async ({ db }) => {
  const run = parseCommand()
  await run({ db, audit: await auditKeysOf(readConfig()) })
}, usage)
