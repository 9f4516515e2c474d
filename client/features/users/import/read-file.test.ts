import { expect, test } from 'vitest'
import { readFile } from './read-file.ts'

const read = (...parts: BlobPart[]) => readFile(new File(parts, 'people.csv'))

test('a file is read as what it is: UTF-8 with its mark or without, what Excel writes, but no sheet', async () => {
  const text = 'Zoë,zoe@example.com'
  expect(await read(text)).toEqual({ text })
  expect(await read(`\uFEFF${text}`)).toEqual({ text })
  expect(await read(Buffer.from(text, 'latin1'))).toEqual({ text })
  expect(await read(Buffer.from(`\uFEFF${text}`, 'utf16le'))).toEqual({ text })
  expect(await read(Buffer.from('PK\u0003\u0004\u0000\u0000', 'latin1'))).toEqual({
    refused: 'This file is no text. Save the sheet as CSV first.',
  })
})

test('200 kB are read, more are not', async () => {
  expect(await read('a'.repeat(200_000))).toMatchObject({ text: expect.any(String) })
  expect(await read('a'.repeat(200_001))).toEqual({ refused: 'At most 200 kB at once.' })
})
