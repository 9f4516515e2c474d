import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { type BuiltFile, measurePages, reportPages } from './page-sizes.ts'

const chunk = (fileName: string, code: string, more: Partial<BuiltFile> = {}): BuiltFile => ({
  fileName,
  type: 'chunk',
  code,
  imports: [],
  moduleIds: [],
  ...more,
})
const files: BuiltFile[] = [
  chunk('entry.js', 'entry', {
    isEntry: true,
    imports: ['shared.js'],
    viteMetadata: { importedCss: new Set(['entry.css']) },
  }),
  chunk('page.js', 'page', { imports: ['shared.js', 'part.js'], moduleIds: ['/x/client/page.tsx'] }),
  chunk('shared.js', 'shared', { imports: ['entry.js'] }),
  chunk('part.js', 'part', { viteMetadata: { importedCss: new Set(['entry.css', 'part.css']) } }),
  chunk('other.js', 'what another page loads', { moduleIds: ['/x/client/other.tsx'] }),
  { fileName: 'entry.css', type: 'asset', source: 'entry{}' },
  { fileName: 'part.css', type: 'asset', source: 'part{}' },
]
const size = (...contents: string[]) => contents.reduce((sum, each) => sum + gzipSync(each).length, 0)

test('a page loads the entry, itself and what they import, each once', () => {
  const [page] = measurePages(files, [{ name: 'page', modules: ['/client/page.tsx'] }])
  expect(page).toEqual({
    name: 'page',
    javascript: size('entry', 'page', 'shared', 'part'),
    css: size('entry{}', 'part{}'),
  })
})

test('a page that was moved is not passed over', () => {
  expect(() => measurePages(files, [{ name: 'page', modules: ['/client/gone.tsx'] }])).toThrow(/gone\.tsx/)
})

test('what is above its limit is named', () => {
  const sizes = [{ name: 'page', javascript: 1500, css: 300 }]
  const report = (javascript: number, css: number) =>
    reportPages(sizes, [{ name: 'page', modules: [], limits: { javascript, css } }]).tooLarge
  expect(report(1500, 300)).toEqual([])
  expect(report(1499, 299)).toEqual([
    'page: 1.5 kB JavaScript, at most 1.5 kB allowed',
    'page: 0.3 kB CSS, at most 0.3 kB allowed',
  ])
})
