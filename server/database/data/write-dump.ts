import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { type FileHandle, open, rename, stat } from 'node:fs/promises'
import { finished } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { StartError } from '../../errors.ts'
import { reasonOf } from '../connect.ts'
import type { DumpEnd } from './dump-format.ts'

export interface DumpWriter {
  /** Resolves once there is room for more. */
  write(lines: string[]): Promise<void>
}

/**
 * Writes a dump that only its owner can read. `fill` gives the lines and answers with the rows of each table; the file has
 * its name only once it is whole, and nothing is left when it could not be.
 * @throws StartError when the file is there already or cannot be written.
 */
export async function writeDump(
  file: string,
  fill: (writer: DumpWriter) => Promise<DumpEnd['rows']>,
): Promise<DumpEnd['rows']> {
  if (await stat(file).catch(() => null))
    throw new StartError(`${file} is there already. Name another file, or remove it first.`)
  const unfinished = `${file}.unfinished-${process.pid}`
  const remove = () => rmSync(unfinished, { force: true })
  // A process that is told to stop may end before a long query does.
  process.on('exit', remove)
  try {
    const handle = await open(unfinished, 'wx', 0o600).catch((cause) => {
      throw cannotWrite(file, cause)
    })
    const rows = await writeLines(file, handle, fill).finally(() => handle.close())
    await rename(unfinished, file)
    return rows
  } finally {
    remove()
    process.off('exit', remove)
  }
}

async function writeLines(
  file: string,
  handle: FileHandle,
  fill: (writer: DumpWriter) => Promise<DumpEnd['rows']>,
) {
  const gzip = createGzip({ level: 5 })
  const sink = gzip.pipe(handle.createWriteStream({ autoClose: false, flush: true }))
  let failure: StartError | null = null
  const written = finished(sink).catch((cause) => {
    failure = cannotWrite(file, cause)
    // Whoever waits for room is told.
    gzip.destroy(failure)
  })
  gzip.on('error', () => {})
  const hash = createHash('sha256')
  const write = async (lines: string[]) => {
    if (failure) throw failure
    if (lines.length === 0) return
    const text = Buffer.from(`${lines.join('\n')}\n`)
    hash.update(text)
    if (!gzip.write(text)) await once(gzip, 'drain')
  }
  try {
    const rows = await fill({ write })
    const end: DumpEnd = { rows, sha256: hash.copy().digest('hex') }
    await write([JSON.stringify(end)])
    gzip.end()
    await written
    if (failure) throw failure
    return rows
  } finally {
    gzip.destroy()
    sink.destroy()
  }
}

const cannotWrite = (file: string, cause: unknown) =>
  new StartError(`${file} cannot be written: ${reasonOf(cause)}. Nothing is left of it.`, { cause })
