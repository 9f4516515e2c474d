import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import type { AuditHead } from '#shared/audit/audit.ts'
import { getAuditHead } from '../audit/chain/audit-head.ts'
import { parseNewestHead } from '../audit/chain/head-file.ts'
import { verifyAudit } from '../audit/verify/verify-audit.ts'
import type { ServiceContext } from '../service-context.ts'
import { UsageError } from './run-command.ts'

export const auditUsage = `Usage:
  npm run audit -- verify [--head FILE]    reads the whole log and names the first row that is not as it was signed
  npm run --silent audit -- head > FILE    the signed end of the log, to be kept elsewhere`

/** The log, and the keys that it was signed with. */
type Log = Pick<ServiceContext, 'db' | 'audit'>

/** What a command found, in words, and whether the log is as it should be. */
export interface AuditAnswer {
  fine: boolean
  text: string
}

async function verify(log: Log, headFile: string | undefined): Promise<AuditAnswer> {
  const head = headFile === undefined ? undefined : await readHead(headFile)
  const { problem, sealed, unsealed } = await verifyAudit(log, { head })
  if (problem) {
    const before = `The log is broken (${problem.kind}); ${sealed} rows before are as they were signed.`
    return { fine: false, text: `${problem.message}\n${before}` }
  }
  const whole = `The log is as it was signed: ${sealed} rows, and ${unsealed} that wait for the sealer.`
  const kept = head && `It holds what it held at ${head.at}, when it ended with row ${head.position}.`
  return { fine: true, text: kept ? `${whole}\n${kept}` : whole }
}

async function showHead(log: Log): Promise<AuditAnswer> {
  return { fine: true, text: JSON.stringify(await getAuditHead({ ...log, now: new Date() }), null, 2) }
}

async function readHead(path: string): Promise<AuditHead> {
  const content = await readFile(path, 'utf8').catch(() => '')
  const head = parseNewestHead(content)
  if (head) return head
  throw new UsageError(`${path} is not a file that "npm run audit -- head" wrote, nor an AUDIT_HEAD_FILE.`)
}

/**
 * Runs one command of `npm run audit` by its arguments.
 * Throws UsageError for arguments that it does not understand.
 */
export function runAuditCommand(log: Log, args: string[]): Promise<AuditAnswer> {
  return parseCommand(args)(log)
}

function parseCommand(args: string[]): (log: Log) => Promise<AuditAnswer> {
  try {
    const { values, positionals } = parseArgs({
      args,
      options: { head: { type: 'string' } },
      allowPositionals: true,
    })
    const [command, ...others] = positionals
    if (command === 'verify' && others.length === 0) return (log) => verify(log, values.head)
    if (command === 'head' && others.length === 0 && values.head === undefined) return showHead
    throw new Error(`There is no command ${positionals.join(' ') || 'given'}.`)
  } catch (error) {
    throw new UsageError((error as Error).message)
  }
}
