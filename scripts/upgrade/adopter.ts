import { historyPlaces } from '#server/database/migrations/history.ts'
import { readGuide } from '../guide/read-guide.ts'
import { generateMigration } from '../migrations/generate-migration.ts'
import type { Repository } from './repository.ts'

const journal = { version: '7', dialect: 'postgresql', entries: [] }
const [, place] = historyPlaces

/** Takes what a product has built out of a copy: it may be of somebody who has built theirs already. */
export async function emptyProduct({ git, write }: Repository): Promise<void> {
  await git(
    'rm',
    '-r',
    '--quiet',
    '--force',
    '--ignore-unmatch',
    'product/*/**',
    'product/router.d.ts',
    'product/openapi.json',
  )
  await write('product/migrations/meta/_journal.json', JSON.stringify(journal))
}

/** Follows the guide, word by word. */
export async function followGuide({ folder, read, write, npm }: Repository): Promise<void> {
  for (const { path, text } of readGuide(await read('docs/guide.md'))) await write(path, text)
  if (!place) throw new Error('The product has a history of migrations.')
  await generateMigration(place, ['--name', 'memos'], { root: folder, asks: false })
  await npm('run', 'build:types')
}

/** A package under the adopter's own name, with a dependency of theirs that is none of Gatehouse's, but is there. */
export async function addDependency({ read, write, npm }: Repository): Promise<void> {
  const { packages } = JSON.parse(await read('package-lock.json'))
  const manifest = JSON.parse(await read('package.json'))
  const all = Object.entries({ ...manifest.dependencies, jose: packages['node_modules/jose'].version })
  const dependencies = Object.fromEntries(all.sort(([a], [b]) => (a < b ? -1 : 1)))
  const changed = { ...manifest, name: 'memos-of-an-adopter', dependencies }
  await write('package.json', `${JSON.stringify(changed, null, 2)}\n`)
  await write(
    'product/server/encode-link.ts',
    `import { base64url } from 'jose'

/** A memo's id as its link has it. */
export const encodeLink = (id: string): string => base64url.encode(id)
`,
  )
  await updateLock(npm)
}

/** What `npm install` does to the lock, without the network: everything that it names is there. */
export const updateLock = (npm: Repository['npm']) =>
  npm('install', '--package-lock-only', '--offline', '--ignore-scripts', '--no-audit', '--no-fund')
