import { globSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

const root = fileURLToPath(new URL('..', import.meta.url))
// Written last, so that a build which was interrupted does not pass for a whole one.
const stamp = `${root}/dist/client.stamp`
const sources = ['client/**', 'shared/**', 'vite.config.ts', 'package-lock.json']

const modifiedAt = (path: string) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0

function isUpToDate(): boolean {
  // Folders are among the sources: a file that was deleted or renamed changes its folder only.
  const newest = Math.max(...globSync(sources, { cwd: root }).map((path) => modifiedAt(`${root}/${path}`)))
  return modifiedAt(stamp) > newest
}

if (!process.argv.includes('--if-changed') || !isUpToDate()) {
  rmSync(stamp, { force: true })
  // Whatever the shell says: another value would build React's slow development version.
  process.env.NODE_ENV = 'production'
  await build({ configFile: `${root}/vite.config.ts` })
  writeFileSync(stamp, '')
}
