import type { History, Migration, MigrationKind } from './history.ts'

/** What a database tells of a migration that it has had. */
export interface Applied {
  id: number
  hash: string
  /** When it was generated, in milliseconds. */
  when: number
  /** Null in a row that Drizzle's own migrator wrote, as are `kind` and `position`. */
  tag: string | null
  kind: MigrationKind | null
  /** Where it stood among the migrations of the version that applied it. */
  position: number | null
  /** Of one outside a transaction that has begun and not ended; null for what is made in whole. */
  unfinishedSince: string | null
  statementsDone: number | null
  /** Why it stopped. */
  problem: string | null
}

export interface Comparison {
  /** What this version brings and the database has not had, in order. */
  pending: Migration[]
  matched: { migration: Migration; row: Applied; position: number }[]
  /** Why this version must not serve from this database, in a sentence that says what to do; null when it may. */
  problem: string | null
}

/** Compares what a version brings with what a database has had, by what migrations hold and not by when they were made. */
export function compareHistory(history: History, rows: Applied[]): Comparison {
  const matched = match(history.migrations, rows)
  const found = new Set(matched.map(({ migration }) => migration))
  const pending = history.migrations.filter((migration) => !found.has(migration))
  const hashes = new Set(history.migrations.flatMap(({ hash, windowsHash }) => [hash, windowsHash]))
  const unknown = rows.filter(({ hash }) => !hashes.has(hash))
  const problem =
    findHalfway(history, rows) ??
    findChanged(history, pending, unknown) ??
    findMissing(history, matched, unknown) ??
    findNewer(history, unknown)
  return { pending, matched, problem }
}

// The same text may be there twice, and a file may have got another name: first who has both, then who has the text.
function match(migrations: Migration[], rows: Applied[]): Comparison['matched'] {
  const free = new Set(rows)
  const found = new Map<Migration, Applied>()
  for (const withName of [true, false]) {
    for (const migration of migrations) {
      if (found.has(migration)) continue
      const row = [...free].find(
        ({ hash, tag }) =>
          (hash === migration.hash || hash === migration.windowsHash) && (!withName || tag === migration.tag),
      )
      if (!row) continue
      free.delete(row)
      found.set(migration, row)
    }
  }
  return migrations.flatMap((migration, position) => {
    const row = found.get(migration)
    return row ? [{ migration, row, position }] : []
  })
}

// One of a newer version may still be under way, and leaves this one what it needs if it expands.
function findHalfway({ folder, migrations }: History, rows: Applied[]): string | null {
  const known = new Set(migrations.map(({ tag }) => tag))
  const row = rows.find(({ unfinishedSince, tag }) => unfinishedSince !== null && known.has(tag ?? ''))
  if (!row) return null
  const next = (row.statementsDone ?? 0) + 1
  return (
    `The migration ${folder}/${row.tag}.sql stopped half-way, at its statement ${next}: ` +
    `${row.problem ?? 'the process ended meanwhile'}. What that statement left behind must go first (an index that ` +
    'could not be finished stays as an invalid one: drop it). Then go on with that statement by ' +
    `npm run db:migrate -- --retry ${row.tag}, or, once everything that the file does is there, declare it made by ` +
    `npm run db:migrate -- --done ${row.tag}.`
  )
}

function findChanged({ folder }: History, pending: Migration[], unknown: Applied[]): string | null {
  const changed = pending.find((migration) =>
    unknown.some(({ tag, when }) => (tag === null ? when === migration.when : tag === migration.tag)),
  )
  if (!changed) return null
  return (
    `The migration ${folder}/${changed.tag}.sql was changed after this database had it. Put the file back as it was, ` +
    'and write what is to be different into a new migration.'
  )
}

// Histories only grow, so who stands further in front than at the time has lost somebody before them.
function findMissing({ folder }: History, matched: Comparison['matched'], unknown: Applied[]): string | null {
  const moved = matched
    .filter(({ row, position }) => row.position !== null && row.position > position)
    .map(({ row }) => row.position ?? 0)
  const missing = unknown.find(({ position }) => position !== null && position < Math.max(...moved))
  if (!missing) return null
  return (
    `The migration ${folder}/${nameOf(missing)} is missing: this database has had it, and migrations after it that ` +
    'this version knows. Put the file and its entry in the journal back.'
  )
}

// An expanding one of a newer version leaves this one what it needs.
function findNewer({ folder }: History, unknown: Applied[]): string | null {
  const row = unknown.find(({ kind }) => kind !== 'expand')
  if (!row) return null
  if (row.kind === 'contract')
    return (
      `This database has had ${folder}/${nameOf(row)} of a newer version, which takes away what this version needs. ` +
      'Start the newer version.'
    )
  return (
    `This database has had ${folder}/${nameOf(row)}, which this version does not know. Start the newer version if one ` +
    'made it; if the file is missing here, put it and its entry in the journal back.'
  )
}

const nameOf = ({ tag, hash, when }: Applied) =>
  tag ? `${tag}.sql` : `a migration of ${new Date(when).toISOString()} (${hash.slice(0, 12)})`
