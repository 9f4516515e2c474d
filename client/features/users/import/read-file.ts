import { count } from '../../../lib/text/format.ts'
import { text } from '../../../lib/text/text.ts'
import { text as words } from '../../../lib/text/user-import-text.ts'

const maximumBytes = 200_000

/** Why so many bytes are not taken; null when they are. */
export const refuseSize = (bytes: number): string | null =>
  bytes > maximumBytes ? words.tooLarge(count(maximumBytes / 1000, text.locale)) : null

/** The text of a chosen file, or why it is not taken. Throws when the file cannot be read. */
export async function readFile(file: File): Promise<{ text: string } | { refused: string }> {
  const refused = refuseSize(file.size)
  if (refused) return { refused }
  const read = decode(await file.arrayBuffer())
  return read.includes('\u0000') ? { refused: words.noText } : { text: read }
}

function decode(bytes: ArrayBuffer): string {
  const [first, second] = new Uint8Array(bytes)
  // What Excel calls "Unicode text".
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    // What Excel writes as plain CSV in Western Europe.
    return new TextDecoder('windows-1252').decode(bytes)
  }
}
