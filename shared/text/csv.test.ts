import fc from 'fast-check'
import { expect, test } from 'vitest'
import { csvByteOrderMark, csvLine } from './csv.ts'

test('quotes every cell, doubles quotes, keeps separators and line breaks inside, and ends with CR LF', () => {
  expect(csvLine(['Ada', '', 'a,b', 'say "hi"', 'two\r\nlines'])).toBe(
    '"Ada","","a,b","say ""hi""","two\r\nlines"\r\n',
  )
  expect(csvLine([])).toBe('\r\n')
})

test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\tx', '\rx', '\nx', '＝1', '＋1', '－1', '＠x'])(
  'a cell that begins like a formula begins with an apostrophe: %j',
  (value) => {
    expect(csvLine([value])).toBe(`"'${value}"\r\n`)
    expect(csvLine(['a', value])).toBe(`"a","'${value}"\r\n`)
  },
)

test('a number is none', () => {
  expect(csvLine([-1, 2.5])).toBe('"-1","2.5"\r\n')
})

test('what is not at the start of a cell stays as it is', () => {
  expect(csvLine(['a=1', 'ada@example.com', ' =1'])).toBe('"a=1","ada@example.com"," =1"\r\n')
})

test('the mark is the three bytes of UTF-8', () => {
  expect([...Buffer.from(csvByteOrderMark)]).toEqual([0xef, 0xbb, 0xbf])
})

test('any records are read back by a plain reader of the RFC as they were, but for the apostrophes', () => {
  const value = fc.oneof(fc.string(), fc.stringMatching(/^[",\r\n=+@\-a ]*$/))
  const records = fc.array(fc.array(value, { minLength: 1, maxLength: 5 }), { maxLength: 5 })
  fc.assert(
    fc.property(records, (given) => {
      const read = readCsv(given.map(csvLine).join(''))
      expect(read.map((record) => record.map((each) => each.replace(/^'(?=[=+\-@\t\r\n])/, '')))).toEqual(
        given.map((record) => record.map((each) => each.replace(/^'(?=[=+\-@\t\r\n])/, ''))),
      )
      for (const each of read.flat()) expect(each).not.toMatch(/^[=+\-@\t\r\n]/)
    }),
  )
})

/** The records of a file whose every cell is in quotes. */
function readCsv(file: string): string[][] {
  const records: string[][] = []
  let record: string[] = []
  let at = 0
  while (at < file.length) {
    let end = at + 1
    while (file[end] !== '"' || file[end + 1] === '"') end += file[end] === '"' ? 2 : 1
    record.push(file.slice(at + 1, end).replaceAll('""', '"'))
    at = end + 2
    if (file[end + 1] === ',') continue
    records.push(record)
    record = []
    at++
  }
  return records
}
