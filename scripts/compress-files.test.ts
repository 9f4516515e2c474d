import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { expect, onTestFinished, test } from 'vitest'
import { compressFiles } from './compress-files.ts'

test('scripts and styles get both compressed forms; small files and fonts none', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-compress-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const contents = {
    'a.js': 'let a = 1\n'.repeat(200),
    'b.css': 'a{}'.repeat(500),
    'c.js': 'let c',
    'd.woff2': 'd',
  }
  for (const [name, content] of Object.entries(contents)) await writeFile(join(folder, name), content)
  await compressFiles(Object.keys(contents).map((name) => join(folder, name)))

  const names = ['a.js', 'a.js.br', 'a.js.gz', 'b.css', 'b.css.br', 'b.css.gz', 'c.js', 'd.woff2']
  expect((await readdir(folder)).sort()).toEqual(names)
  expect(String(brotliDecompressSync(await readFile(join(folder, 'a.js.br'))))).toBe(contents['a.js'])
  expect(String(gunzipSync(await readFile(join(folder, 'b.css.gz'))))).toBe(contents['b.css'])
})
