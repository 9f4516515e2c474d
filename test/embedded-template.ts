import { createHash } from 'node:crypto'
import { cp, mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { PGlite } from '@electric-sql/pglite'
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm'
import { inject } from 'vitest'
import { readHistories } from '#server/database/migrations/history.ts'
import { createEmbedded, wrapEmbedded } from '#server/database/open.ts'
import { runFolder } from './run-folder.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const cache = join(root, 'node_modules/.cache/gatehouse')

/**
 * An embedded database in memory with every migration made. Making one takes five seconds, so what it is like then is
 * kept for the next time, until a migration or PGlite itself is another.
 */
export async function createMigratedEmbedded(): Promise<PGlite> {
  return openTemplate()
}

let folder: Promise<string> | undefined

/** Puts an embedded database with every migration made, and nothing in it, into a data folder. */
export async function fillDataFolder(dataDir: string): Promise<void> {
  folder ??= makeTemplateFolder()
  await cp(await folder, join(dataDir, 'database'), { recursive: true })
}

async function makeTemplateFolder(): Promise<string> {
  const made = join(runFolder(inject('run')), `template-${process.pid}`)
  await mkdir(made, { recursive: true })
  const client = await openTemplate(made)
  await client.close()
  return made
}

async function openTemplate(dataDir?: string): Promise<PGlite> {
  const file = join(cache, `embedded-${await fingerprint()}.tar`)
  const kept = await readFile(file).catch(() => null)
  const template = kept ? new Blob([kept]) : await keepTemplate(file)
  return PGlite.create({ dataDir, loadDataDir: template, extensions: { pg_trgm } })
}

async function keepTemplate(file: string): Promise<Blob> {
  const client = await createEmbedded()
  await wrapEmbedded(client)
  const template = await client.dumpDataDir('none')
  await client.close()
  await mkdir(cache, { recursive: true })
  // Another worker may be making the same one: what is there is always whole.
  const unfinished = `${file}.${process.pid}`
  await writeFile(unfinished, Buffer.from(await template.arrayBuffer()))
  await rename(unfinished, file)
  return template
}

async function fingerprint(): Promise<string> {
  const hash = createHash('sha256')
  for (const { table, migrations } of readHistories())
    hash.update(`${table} ${migrations.map((each) => `${each.tag} ${each.hash} ${each.kind}`).join()}`)
  // What is written down of the migrations, and the database itself.
  for (const path of [
    'server/database/migrations/applied.ts',
    'node_modules/@electric-sql/pglite/package.json',
  ])
    hash.update(await readFile(join(root, path)))
  return hash.digest('hex').slice(0, 16)
}
