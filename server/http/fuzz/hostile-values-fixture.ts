import type { Random } from './random-fixture.ts'

const cursor = (values: unknown) => Buffer.from(JSON.stringify(values)).toString('base64')

// What no text of a database can hold; otherwise such texts are as good as others.
const brokenTexts = ['a\0bcdefg', 'Ada\0', 'Ada Love\ud800', '\udfffabcdefg']

/** Texts that programs have stumbled over. */
export const hostileTexts = [
  ...brokenTexts,
  '',
  ' ',
  '\0',
  '\u202eAda',
  'Ada\u200b',
  '\u{e0041}',
  '\ufeff',
  '\ufffd\uffff',
  '👩🏽‍🚀',
  'ﷺ'.repeat(50),
  'e\u0301'.repeat(75),
  'a'.repeat(150),
  'a'.repeat(255),
  'a'.repeat(5000),
  `${'a'.repeat(64)}@${'b'.repeat(63)}.${'c'.repeat(63)}.example`,
  'a\r\nBcc: b@example.com',
  '\'; drop table "user"; --',
  '%',
  '%00',
  '%c0%ae%c0%ae/',
  '_%\\',
  '\\',
  '../../../etc/passwd',
  '$' + '{7*7}',
  '{{7*7}}',
  '__proto__',
  'constructor',
  'toString',
  'null',
  '[object Object]',
  '-1',
  '1e400',
  '9223372036854775808',
  '0x7fffffff',
  '0000-01-01T00:00:00Z',
  '1970-01-01T00:00:00Z',
  '2026-01-31T12:00:00+23:59',
  '9998-12-31T23:59:59.999Z',
  '9999-12-31T23:59:59-23:59',
  `2026-01-31T12:00:00.${'0'.repeat(20)}Z`,
  `2026-01-31T12:00:00.${'9'.repeat(5000)}Z`,
  '0.0.0.0/0',
  '::/0',
  '256.1.1.1/99',
  '::ffff:127.0.0.1',
  'fe80::1%eth0',
  'ip:',
  'user:',
  'javascript:alert(1)',
  '//evil.example',
  '/\\evil.example',
  '/%0d%0aset-cookie:a=b',
  'data:image/png;base64,AAAA',
  'AAAA',
  '=cmd',
  ...[[], {}, null, 'x', [null], ['\0', '\0'], ['2026-01-01T00:00:00.000Z', '\0'], [{}, []]].map(cursor),
  ...['9999-12-31T23:59:59.999Z', '0001-01-01T00:00:00.000Z', '2026-02-30T00:00:00.000Z'].map((at) =>
    cursor([at, 'x']),
  ),
  cursor(['999999999', '999999999', '999999999']),
  cursor(['x'.repeat(300), 'y']),
  cursor(['\ud800', '\udfff']),
  Buffer.from('{"__proto__":1}').toString('base64'),
]

const hostileNumbers = [0, -0, -1, 1, 0.5, 1e308, 2 ** 31, 2 ** 53, -(2 ** 63), 2 ** 64, 1e-320]

/** One of them; of three one that is broken. */
export const hostileText = (random: Random): string =>
  random.pick(random.chance(0.3) ? brokenTexts : hostileTexts)

const hostileShapes = [() => [], () => ({}), () => 'a'.repeat(20_000), () => nested(50), () => nested(2000)]

/** Any value that JSON can carry, for a place that asks for another. */
export function hostileValue(random: Random): unknown {
  if (random.chance(0.6)) return smallValue(random)
  if (random.chance(0.5)) return random.pick(hostileShapes)()
  const items = Array.from({ length: random.pick([1, 2, 3, 150]) }, () => smallValue(random))
  return random.chance(0.6)
    ? items
    : Object.fromEntries(items.map((item) => [random.pick(hostileTexts), item]))
}

const smallValue = (random: Random): unknown =>
  random.chance(0.6) ? hostileText(random) : random.pick([...hostileNumbers, null, true, false, {}, []])

function nested(depth: number): unknown {
  let value: unknown = 1
  for (let level = 0; level < depth; level += 1) value = level % 2 ? [value] : { a: value }
  return value
}
