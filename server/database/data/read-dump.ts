import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { StartError } from '../../errors.ts'
import { reasonOf } from '../connect.ts'
import {
  type DumpEnd,
  type DumpHeader,
  type DumpSequence,
  type DumpTable,
  notADump,
  parseHeader,
  parseLine,
} from './dump-format.ts'

/** A piece of a dump. Rows are lines as they are, of the table before. */
export type DumpPart = { header: DumpHeader } | DumpTable | { lines: string[] } | DumpSequence | DumpEnd

/**
 * Gives a dump piece by piece: the header first, the end last, once everything before it is known to be as it was written.
 * @throws StartError for a file that is something else, cut or changed.
 */
export async function* readDump(file: string): AsyncGenerator<DumpPart> {
  const check = createCheck(file)
  for await (const lines of readLines(file)) {
    let rows: string[] = []
    for (const line of lines) {
      const part = check.take(line)
      if (part === 'row') {
        rows.push(line)
        continue
      }
      if (rows.length > 0) yield { lines: rows }
      rows = []
      yield part
    }
    if (rows.length > 0) yield { lines: rows }
  }
  check.finish()
}

/** Reads a dump to its end. Returns what it says of itself; throws like `readDump`. */
export async function checkDump(
  file: string,
  signal: AbortSignal,
): Promise<DumpEnd & { header: DumpHeader }> {
  let header: DumpHeader | undefined
  let end: DumpEnd | undefined
  for await (const part of readDump(file)) {
    signal.throwIfAborted()
    if ('header' in part) header = part.header
    if ('sha256' in part) end = part
  }
  if (!header || !end) throw notADump(file)
  return { ...end, header }
}

// Knows from line to line whether a dump is as it was written.
function createCheck(file: string) {
  const hash = createHash('sha256')
  const rows = new Map<string, number>()
  let [begun, ended]: [boolean, boolean] = [false, false]
  let table: string | null = null

  function takeOther(line: string) {
    if (!begun) return { header: parseHeader(file, line) }
    const part = parseLine(line)
    if (!part) throw changed(file)
    if ('table' in part) {
      table = part.table
      rows.set(table, 0)
    }
    if ('sha256' in part) {
      ended = true
      if (part.sha256 !== hash.copy().digest('hex') || !isSame(part.rows, rows)) throw changed(file)
    }
    return part
  }
  return {
    take(line: string): Exclude<DumpPart, { lines: string[] }> | 'row' {
      if (ended) throw changed(file)
      const isRow = begun && line.startsWith('[')
      if (isRow && table === null) throw changed(file)
      if (isRow && table !== null) rows.set(table, (rows.get(table) ?? 0) + 1)
      const part = isRow ? 'row' : takeOther(line)
      begun = true
      hash.update(line).update('\n')
      return part
    },
    finish() {
      if (!begun) throw notADump(file)
      if (!ended) throw cut(file)
    },
  }
}

const isSame = (said: DumpEnd['rows'], counted: Map<string, number>) =>
  Object.keys(said).length === counted.size && [...counted].every(([name, rows]) => said[name] === rows)

/** The lines of a file under gzip, some at a time. */
async function* readLines(file: string): AsyncGenerator<string[]> {
  const source = createReadStream(file)
  const text = createGunzip({ chunkSize: 128 * 1024 }).setEncoding('utf8')
  // What fails is told by the last stream, which is read here.
  pipeline(source, text, () => {})
  let rest = ''
  try {
    for await (const chunk of text) {
      const lines = (rest + chunk).split('\n')
      rest = lines.pop() ?? ''
      yield lines
    }
  } catch (error) {
    throw explain(file, error)
  }
  if (rest !== '') throw cut(file)
}

function explain(file: string, error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (code === 'Z_BUF_ERROR') return cut(file, error)
  if (reasonOf(error) === 'incorrect header check') return notADump(file, error)
  if (code.startsWith('Z_')) return changed(file, error)
  if (code.startsWith('E'))
    return new StartError(`${file} cannot be read: ${reasonOf(error)}.`, { cause: error })
  return error
}

const cut = (file: string, cause?: unknown) =>
  new StartError(`${file} is cut off: a part of it is missing. Nothing was imported.`, { cause })
const changed = (file: string, cause?: unknown) =>
  new StartError(`${file} is not as it was written: some of it was changed. Nothing was imported.`, { cause })
