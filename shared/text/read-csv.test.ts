import fc from 'fast-check'
import { expect, test } from 'vitest'
import { csvByteOrderMark, csvLine } from './csv.ts'
import { readCsv } from './read-csv.ts'

const cellsOf = (text: string) => readCsv(text).map(({ cells }) => cells)

test.each([
  ['commas', 'a,b\nc,d'],
  ['semicolons', 'a;b\nc;d'],
  ['tabs', 'a\tb\nc\td'],
  ['CR LF and an empty last line', 'a,b\r\nc,d\r\n'],
  ['CR alone', 'a,b\rc,d'],
  ['the mark in front', `${csvByteOrderMark}a,b\nc,d`],
  ['empty lines', '\n\na,b\n \n,\nc,d\n\n'],
])('reads a file with %s', (_, file) => {
  expect(cellsOf(file)).toEqual([
    ['a', 'b'],
    ['c', 'd'],
  ])
})

test('what is in quotes holds separators, quotes and line breaks; a quote inside a cell is one', () => {
  expect(cellsOf('"Hopper, Grace","say ""hi""","two\r\nlines"\nO"Brien,x,y')).toEqual([
    ['Hopper, Grace', 'say "hi"', 'two\r\nlines'],
    ['O"Brien', 'x', 'y'],
  ])
  expect(cellsOf('"Hopper, Grace" <grace@example.com>\n')).toEqual([['Hopper, Grace <grace@example.com>']])
})

test('separators in quotes do not decide; a file without one has a cell a line', () => {
  expect(cellsOf('"a,b,c";d')).toEqual([['a,b,c', 'd']])
  expect(cellsOf('a b\nc')).toEqual([['a b'], ['c']])
})

test('a quote that is never closed is said, not lost', () => {
  expect(readCsv('a,b\n"c,d\ne,f')).toEqual([
    { cells: ['a', 'b'], open: false },
    { cells: ['c,d\ne,f'], open: true },
  ])
})

const anyUnits = fc.uint16Array().map((units) => String.fromCharCode(...units))

test('no text is refused, and nothing but empty lines is lost', () => {
  const text = fc.oneof(anyUnits, fc.string({ unit: fc.constantFrom(...`",;\t\r\n'=@a \uFEFF`) }))
  fc.assert(
    fc.property(text, (given) => {
      const letters = (all: string) => [...all].filter((each) => each === 'a').length
      const read = readCsv(given)
      expect(letters(read.flatMap(({ cells }) => cells).join(''))).toBe(letters(given))
      expect(read.some(({ cells }) => cells.join('').trim() === '')).toBe(false)
    }),
  )
})

test('what is written for a spreadsheet is read as it was', () => {
  const value = fc
    .oneof(fc.string(), fc.string({ unit: fc.constantFrom(...'",;\r\n=+@-a ') }))
    .filter((each) => !/^['\t\r\n]/.test(each))
  const records = fc.array(
    fc.array(value, { minLength: 1, maxLength: 4 }).filter((cells) => cells.join('').trim() !== ''),
    { maxLength: 4 },
  )
  fc.assert(
    fc.property(records, (given) => {
      // Of one column no separator is seen, so that a comma is taken.
      expect(cellsOf(csvByteOrderMark + given.map(csvLine).join(''))).toEqual(given)
    }),
  )
})
