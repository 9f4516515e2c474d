import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseSync, Visitor } from 'vite'
import { expect, test } from 'vitest'
import { brand } from '#product/brand.ts'
import { brandProblems, markProblems } from './brand-problems.ts'
import { keptNames } from './kept-names.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const read = (path: string) => readFileSync(`${root}/${path}`, 'utf8')
const ownName = /gatehouse/i

/** Every text of a program that could be shown: strings, parts of templates, text between tags. */
function textsOf(path: string, code: string): string[] {
  const texts: string[] = []
  const { program, errors } = parseSync(path, code)
  if (errors.length > 0) throw new Error(`${path} cannot be parsed: ${errors[0]?.message}`)
  new Visitor({
    Literal: ({ value }) => {
      if (typeof value === 'string') texts.push(value)
    },
    TemplateElement: ({ value }) => {
      texts.push(value.cooked ?? value.raw)
    },
    JSXText: ({ value }) => {
      texts.push(value.trim())
    },
  }).visit(program)
  return texts
}

test('the brand of this product can be read and shown', () => {
  expect(brandProblems(brand)).toEqual([])
  expect(markProblems(read('product/mark.svg'))).toEqual([])
})

test('a brand that cannot be read is refused with the value to change', () => {
  const accent = { light: '#e0a800', dark: '#79c7b6' } as const
  expect(brandProblems({ ...brand, colours: { accent } })).toEqual([
    'colours.accent.light in product/brand.ts is #e0a800: text has a contrast of 1.82, and needs 4.5. Make it darker.',
  ])
  const dark = { light: '#23695e', dark: '#23695e' } as const
  expect(brandProblems({ ...brand, colours: { accent: dark } })).toEqual([
    expect.stringMatching(/^colours\.accent\.dark .* Make it lighter\.$/),
  ])
  const short = { light: '#fff', dark: '#79c7b6' } as const
  expect(brandProblems({ ...brand, name: 'Two\nlines', colours: { accent: short } })).toEqual([
    'colours.accent.light in product/brand.ts is #fff: write it as #rrggbb.',
    'name in product/brand.ts must be one line of 1 to 60 characters.',
  ])
  expect(brandProblems({ ...brand, mail: { ...brand.mail, mark: ['###', '##'] } })).toEqual([
    expect.stringMatching(/^mail\.mark\[1\] /),
  ])
  expect(markProblems('<svg><image href="https://example.com/logo.png"/></svg>')).toHaveLength(3)
})

test('no text of ours has the name of Gatehouse in it where that of the product belongs', () => {
  const programs = globSync('{client,server,shared}/**/*.{ts,tsx}', { cwd: root }).filter(
    (path) => !/(\.test|-fixture)\.tsx?$/.test(path),
  )
  const said = programs.flatMap((path) => textsOf(path, read(path)).map((text) => [path, text] as const))
  const named = said.filter(([, text]) => ownName.test(text))
  expect(named.filter(([, text]) => !keptNames.has(text))).toEqual([])
  const unused = [...keptNames].filter((name) => !named.some(([, text]) => text === name))
  expect(unused).toEqual([])

  const files = globSync('client/**/*.{css,html,svg,js}', { cwd: root })
  const words = files.flatMap((path) => read(path).match(/[\w.-]*gatehouse[\w.-]*/gi) ?? [])
  expect(words.filter((word) => !keptNames.has(word))).toEqual([])
})
