import { appendFile, readFile } from 'node:fs/promises'
import { type AuditHead, auditHeadSchema } from '#shared/audit/audit.ts'
import { StartError } from '../../errors.ts'

/** A file of heads, the newest last, kept where who can change the log cannot. */
export interface HeadFile {
  /** The newest head that an earlier process left; null in a new file. */
  last: AuditHead | null
  append(head: AuditHead): Promise<void>
}

/** Opens the file, or makes it. Throws StartError when it cannot be written to, or ends with something else. */
export async function openHeadFile(path: string): Promise<HeadFile> {
  const append = (line: string) => appendFile(path, line, { mode: 0o600 })
  await append('').catch((cause: Error) => {
    throw new StartError(`AUDIT_HEAD_FILE cannot be written: ${cause.message}.`, { cause })
  })
  const content = await readFile(path, 'utf8')
  const last = content.trim() === '' ? null : parseNewestHead(content)
  if (last === undefined)
    throw new StartError(`AUDIT_HEAD_FILE (${path}) does not end with a head of the audit log.`)
  return { last, append: (head) => append(`${JSON.stringify(head)}\n`) }
}

/** The head that a text is, or that its last line is; undefined when neither is one. */
export function parseNewestHead(content: string): AuditHead | undefined {
  const trimmed = content.trim()
  return parseHead(trimmed) ?? parseHead(trimmed.slice(trimmed.lastIndexOf('\n') + 1))
}

function parseHead(json: string): AuditHead | undefined {
  try {
    return auditHeadSchema.parse(JSON.parse(json))
  } catch {
    return undefined
  }
}
