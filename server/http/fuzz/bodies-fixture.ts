import { gzipSync } from 'node:zlib'
import type { Random } from './random-fixture.ts'

export interface Body {
  bytes: Buffer
  headers: [string, string][]
  /** How long it is said to be. */
  announced: number
}

const types = [
  'application/json; charset=utf-16',
  'application/json;',
  'APPLICATION/JSON',
  'application/json, text/plain',
  'application/jsonl',
  'text/plain',
  'text/html',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'multipart/form-data',
  'application/octet-stream',
  'application/xml',
  '/',
  '\u00ff',
]

/** A body for the input: JSON as it should be, or another one in one of six. */
export function bodyFor(random: Random, input: unknown): Body {
  const text = JSON.stringify(input)
  return random.chance(0.85) ? asJson(Buffer.from(text)) : oddBody(random, text)
}

/** What has gone wrong with a body on its way, or was never meant well. */
export function oddBody(random: Random, text: string): Body {
  const [middle, type] = [random.below(text.length), random.pick(types)]
  return random.pick<() => Body>([
    () => ({
      ...asJson(Buffer.from(text)),
      headers: [
        ['content-type', type],
        ['content-length', `${text.length}`],
      ],
    }),
    () => ({ ...asJson(Buffer.from(text)), headers: [['content-length', `${Buffer.byteLength(text)}`]] }),
    () => asJson(Buffer.from(text.slice(0, middle))),
    () => asJson(Buffer.from(`${text}${text}`)),
    () => asJson(Buffer.from(`\ufeff${text}`)),
    () => asJson(Buffer.from(text, 'utf16le')),
    () => asJson(Buffer.from(text.replaceAll('"', '\xff'), 'latin1')),
    () => asJson(Buffer.from(text.replaceAll('"', "'"))),
    () => asJson(Buffer.from(text.replaceAll(':', ':1e400,"a":'))),
    () => asJson(Buffer.from(`{"__proto__":${text},"constructor":{"prototype":${text}}}`)),
    () => asJson(gzipSync(text), [['content-encoding', 'gzip']]),
    () => asJson(gzipSync('a'.repeat(5_000_000)), [['content-encoding', 'gzip']]),
    () => asJson(Buffer.from('['.repeat(random.pick([1000, 100_000])))),
    () => asJson(Buffer.from(`${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`)),
    () => asJson(Buffer.from(`"${'a'.repeat(random.pick([50_000, 200_000, 1_100_000]))}"`)),
    () => asJson(Buffer.from(random.pick(['', ' ', '0', 'null', '""', '[]', 'NaN', '\0', '{"0":', '//']))),
    () => chunked(Buffer.from(text)),
    () => ({
      bytes: Buffer.from('zz\r\n'),
      headers: [...jsonType, ['transfer-encoding', 'chunked']],
      announced: 0,
    }),
    () => ({
      bytes: Buffer.from(text),
      headers: [...jsonType, ['transfer-encoding', 'gzip, chunked']],
      announced: 0,
    }),
    () => ({
      bytes: Buffer.from(text),
      headers: [...jsonType, ['content-length', `${text.length + 9}`]],
      announced: 0,
    }),
    () => ({ bytes: Buffer.from(text), headers: [...jsonType, ['content-length', '-1']], announced: 0 }),
  ])()
}

const jsonType: [string, string][] = [['content-type', 'application/json']]

const asJson = (bytes: Buffer, more: [string, string][] = []): Body => ({
  bytes,
  headers: [...jsonType, ['content-length', `${bytes.length}`], ...more],
  announced: bytes.length,
})

function chunked(bytes: Buffer): Body {
  const frame = Buffer.from(`${bytes.length.toString(16)}\r\n`)
  const framed = bytes.length === 0 ? [] : [frame, bytes, Buffer.from('\r\n')]
  return {
    bytes: Buffer.concat([...framed, Buffer.from('0\r\n\r\n')]),
    headers: [...jsonType, ['transfer-encoding', 'chunked']],
    announced: bytes.length,
  }
}
