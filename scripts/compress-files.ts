import { readFile, writeFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { brotliCompress, gzip } from 'node:zlib'

const encoders = { br: promisify(brotliCompress), gz: promisify(gzip) }
// Smaller ones fit into one packet as they are.
const worthBytes = 1000

/**
 * Writes `FILE.br` and `FILE.gz` beside each script and style, so that the server sends them compressed and compresses
 * nothing itself. Fonts and pictures are compressed already.
 */
export async function compressFiles(paths: readonly string[]): Promise<void> {
  const texts = paths.filter((path) => /\.(js|css)$/.test(path))
  await Promise.all(texts.map(compressFile))
}

async function compressFile(path: string): Promise<void> {
  const content = await readFile(path)
  if (content.length < worthBytes) return
  for (const [extension, encode] of Object.entries(encoders)) {
    await writeFile(`${path}.${extension}`, await encode(content))
  }
}
