import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

// Fails when the schema has changed since the last migration was generated.
const root = fileURLToPath(new URL('..', import.meta.url))
const migrations = join(root, 'drizzle/migrations')
// drizzle-kit takes its folders from the working folder on, so the copy is made inside of it.
const copy = mkdtempSync(join(root, 'node_modules/.migrations-'))

try {
  cpSync(migrations, copy, { recursive: true })
  const options = [
    '--dialect=postgresql',
    '--schema=drizzle/schema/index.ts',
    `--out=${relative(root, copy)}`,
  ]
  const command = join(root, 'node_modules/drizzle-kit/bin.cjs')
  const { status, stdout, stderr } = spawnSync(process.execPath, [command, 'generate', ...options], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 60_000,
  })
  const added = readdirSync(copy).length !== readdirSync(migrations).length
  // When it would ask whether a column was renamed, it ends well here without having written anything.
  if (status !== 0 || added || !stdout.includes('No schema changes')) {
    console.error(`${stdout}${stderr}`)
    console.error('The migrations are behind the schema. Generate one with: npm run db:generate')
    process.exitCode = 1
  } else {
    console.log('The migrations are in step with the schema.')
  }
} finally {
  rmSync(copy, { recursive: true })
}
