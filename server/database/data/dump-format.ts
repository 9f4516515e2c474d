import { z } from 'zod'
import { StartError } from '../../errors.ts'

/**
 * A dump is lines of JSON under gzip: the header; for each table its name and columns, and then each row as an array of
 * the columns' texts; each sequence; and the end, by which what was cut or changed is known.
 */
export const dumpVersion = 1
export const dumpFormat = 'data-export'

const migration = z.object({ tag: z.string(), hash: z.string() })
const history = z.object({ name: z.string(), folder: z.string(), migrations: z.array(migration) })

const header = z.object({
  format: z.literal(dumpFormat),
  version: z.literal(dumpVersion),
  at: z.string(),
  /** The version of Gatehouse that wrote it. */
  gatehouse: z.string(),
  /** What the database had had of each history. */
  histories: z.array(history),
})
export type DumpHeader = z.infer<typeof header>
export type DumpHistory = z.infer<typeof history>

const tableLine = z.object({ table: z.string(), columns: z.array(z.string()) })
const sequenceLine = z.object({ sequence: z.string(), last: z.string(), called: z.boolean() })
const endLine = z.object({
  /** How many rows each table has. */
  rows: z.record(z.string(), z.number()),
  /** Of every line before, with the line breaks. */
  sha256: z.string(),
})
export type DumpTable = z.infer<typeof tableLine>
export type DumpSequence = z.infer<typeof sequenceLine>
export type DumpEnd = z.infer<typeof endLine>

const otherLine = z.union([tableLine, sequenceLine, endLine])

/** Reads a line that is neither the first nor a row; null for one that no dump has. */
export const parseLine = (line: string): DumpTable | DumpSequence | DumpEnd | null =>
  otherLine.safeParse(parseJson(line)).data ?? null

/** Reads the first line. Throws StartError for one of something else, or of a format that this version does not know. */
export function parseHeader(file: string, line: string): DumpHeader {
  const read = parseJson(line)
  const { success, data } = header.safeParse(read)
  if (success) return data
  const known = z.object({ format: z.literal(dumpFormat), version: z.number() }).safeParse(read)
  if (!known.success || known.data.version <= dumpVersion) throw notADump(file)
  throw new StartError(
    `${file} was written by a newer version, in format ${known.data.version}; this version reads format ` +
      `${dumpVersion}. Import it with that version.`,
  )
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

/** The refusal of a file that is something else. */
export const notADump = (file: string, cause?: unknown): StartError =>
  new StartError(`${file} is not a file that "npm run data -- export" wrote.`, { cause })
