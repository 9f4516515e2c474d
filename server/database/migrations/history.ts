import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { StartError } from '../../errors.ts'

/**
 * What a migration means to the version before it, which runs beside this one while a release rolls. An `expand` leaves
 * it what it needs; a `contract` may not; `base` is what there was before migrations said so.
 */
export type MigrationKind = 'base' | 'expand' | 'contract'

export interface Migration {
  /** Its file's name without `.sql`. */
  tag: string
  /** Of its text with the line endings of Unix. */
  hash: string
  /** Of its text with the line endings of Windows, which is what a checkout there was once applied by. */
  windowsHash: string
  /** When it was generated, in milliseconds: how Drizzle's own migrator names it. */
  when: number
  kind: MigrationKind
  /** Whether it says itself which kind it is. */
  marked: boolean
  /** False for one whose statements Postgres refuses inside a transaction. */
  inTransaction: boolean
  statements: string[]
}

/** Where the migrations of one origin are, and where is written which of them a database has had. */
export interface HistoryPlace {
  name: string
  /** From the root of the repository. */
  folder: string
  /** In the schema `drizzle`. */
  table: string
  /** The last migration of those that do not say which kind they are. */
  base: string | null
}

export interface History extends HistoryPlace {
  migrations: Migration[]
}

/** In the order in which they are applied. */
export const historyPlaces: HistoryPlace[] = [
  {
    name: 'gatehouse',
    folder: 'drizzle/migrations',
    table: '__drizzle_migrations',
    base: '0012_session-news',
  },
  { name: 'product', folder: 'product/migrations', table: '__product_migrations', base: null },
]

const repository = fileURLToPath(new URL('../../..', import.meta.url))

/**
 * Reads both histories of this version of the server.
 * @throws StartError when a journal and its folder do not hold the same migrations.
 */
export const readHistories = (): History[] => historyPlaces.map((place) => readHistory(place))

/** Reads one history; one without a folder is empty. Throws like `readHistories`. */
export function readHistory(place: HistoryPlace, root = repository): History {
  const folder = join(root, place.folder)
  const entries = readJournal(place, root)
  refuseStrayFiles(place, folder, entries)
  const base = entries.findIndex(({ tag }) => tag === place.base)
  const migrations = entries.map((entry, position) =>
    readMigration({ ...entry, place, folder, isBase: position <= base }),
  )
  return { ...place, migrations }
}

interface JournalEntry {
  tag: string
  when: number
}

function readJournal({ folder }: HistoryPlace, root: string): JournalEntry[] {
  const path = `${folder}/meta/_journal.json`
  if (!existsSync(join(root, folder))) return []
  let entries: JournalEntry[]
  try {
    ;({ entries } = JSON.parse(readFileSync(join(root, path), 'utf8')))
  } catch (cause) {
    throw new StartError(`${path} cannot be read. Did a merge leave its marks in it?`, { cause })
  }
  const tags = entries.map(({ tag }) => tag)
  const twice = tags.find((tag, index) => tags.indexOf(tag) !== index)
  if (twice) throw new StartError(`${path} names ${twice} twice. Take one of its entries out.`)
  return entries
}

// A file that the journal does not name would never run, and nobody would notice.
function refuseStrayFiles({ folder: name }: HistoryPlace, folder: string, entries: JournalEntry[]): void {
  if (!existsSync(folder)) return
  const named = new Set(entries.map(({ tag }) => `${tag}.sql`))
  const stray = readdirSync(folder).find((file) => file.endsWith('.sql') && !named.has(file))
  if (!stray) return
  throw new StartError(
    `${name}/${stray} is not in ${name}/meta/_journal.json, so it would never run. Put its entry back, which a ` +
      'merge may have dropped, or delete the file.',
  )
}

function readMigration(entry: JournalEntry & { place: HistoryPlace; folder: string; isBase: boolean }) {
  const { tag, when, place, folder, isBase } = entry
  let text: string
  try {
    text = readFileSync(join(folder, `${tag}.sql`), 'utf8').replaceAll('\r\n', '\n')
  } catch (cause) {
    throw new StartError(
      `${place.folder}/${tag}.sql is missing: ${place.folder}/meta/_journal.json names it. Put the file back, or ` +
        'take its entry out if no database has had it.',
      { cause },
    )
  }
  const marks = readMarks(text)
  const kind: MigrationKind = marks.kind ?? (isBase ? 'base' : 'contract')
  return {
    tag,
    when,
    hash: hashOf(text),
    windowsHash: hashOf(text.replaceAll('\n', '\r\n')),
    kind,
    marked: marks.kind !== null,
    inTransaction: marks.inTransaction,
    statements: text.split('--> statement-breakpoint'),
  }
}

const hashOf = (text: string) => createHash('sha256').update(text).digest('hex')

/** What the comment lines at the top of a migration say of it: `-- expand` or `-- contract`, `-- no transaction`. */
export function readMarks(text: string): { kind: 'expand' | 'contract' | null; inTransaction: boolean } {
  const lines = text.split('\n')
  const end = lines.findIndex((line) => !line.startsWith('--') || line.startsWith('-->'))
  const marks = lines.slice(0, end === -1 ? undefined : end).map((line) => line.slice(2).trim())
  const kind = marks.find((mark) => mark === 'expand' || mark === 'contract')
  return { kind: (kind as 'expand' | 'contract') ?? null, inTransaction: !marks.includes('no transaction') }
}
