import { createHash } from 'node:crypto'
import { globSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { compressFiles } from './compress-files.ts'
import { type BuiltFile, measurePages, reportPages } from './page-sizes.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
// Written last, so that a build which was interrupted does not pass for a whole one.
const stamp = `${root}/dist/client.stamp`
const sources = [
  'client/**',
  'product/**',
  'shared/**',
  'scripts/brand-plugin.ts',
  'scripts/client-chunks.ts',
  'scripts/compress-files.ts',
  'vite.config.ts',
]

// By its content, since npm writes it anew also when nothing in it changes.
const dependencies = () =>
  createHash('sha256')
    .update(readFileSync(`${root}/package-lock.json`))
    .digest('hex')

const modifiedAt = (path: string) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0

function isUpToDate(): boolean {
  // Folders are among the sources: a file that was deleted or renamed changes its folder only.
  const newest = Math.max(...globSync(sources, { cwd: root }).map((path) => modifiedAt(`${root}/${path}`)))
  return modifiedAt(stamp) > newest && readFileSync(stamp, 'utf8') === dependencies()
}

function checkSizes(files: readonly BuiltFile[]): void {
  const { table, tooLarge } = reportPages(measurePages(files))
  console.log(`\n${table}`)
  if (tooLarge.length > 0) throw new Error(`Too large:\n${tooLarge.join('\n')}`)
}

// Loaded only now: a server without development dependencies starts with what was built before.
async function buildWithVite() {
  const { build } = await import('vite').catch(() => {
    console.error(
      'The client must be built, and what builds it is not installed. Run: npm ci && npm run build, then npm prune --omit=dev',
    )
    process.exit(1)
  })
  return build({ configFile: `${root}/vite.config.ts`, logLevel: 'warn' })
}

if (!process.argv.includes('--if-changed') || !isUpToDate()) {
  rmSync(stamp, { force: true })
  // Whatever the shell says: another value would build React's slow development version.
  process.env.NODE_ENV = 'production'
  const built = await buildWithVite()
  if (!('output' in built)) throw new Error('Vite watches instead of building once.')
  checkSizes(built.output)
  await compressFiles(built.output.map(({ fileName }) => `${root}/dist/client/${fileName}`))
  writeFileSync(stamp, dependencies())
}
