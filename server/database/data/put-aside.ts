import { setImmediate } from 'node:timers/promises'
import type { MigrationSession } from '../migrations/session.ts'
import type { Table } from './catalogue.ts'
import type { DataOptions } from './export-data.ts'

interface Statement {
  aside: string
  back: string
}

/**
 * Puts aside, for the open transaction, what would refuse or change rows that come in any order (foreign keys, and
 * triggers of an insert, whose work is in the rows) or make each slow (indexes). The audit log's guards stay. Returns
 * what brings all back as it was, with every row checked against its foreign keys.
 */
export async function putAside(
  { query, run }: Pick<MigrationSession, 'query' | 'run'>,
  tables: Table[],
  { signal, report }: Pick<DataOptions, 'signal' | 'report'>,
) {
  const names = tables.map(({ quoted }) => quoted)
  const found: Statement[] = []
  for (const kind of [triggers, foreignKeys, indexes])
    found.push(...((await query(kind, [names])) as unknown as Statement[]))
  for (const { aside } of found) await run(aside)
  return async () => {
    // A constraint that waits for the end would keep its table from being altered.
    await run('set constraints all immediate')
    // Backwards, since a foreign key may need an index.
    for (const [index, { back }] of found.reverse().entries()) {
      // The embedded database lets no signal through by itself.
      await setImmediate()
      signal.throwIfAborted()
      await run(back)
      report('indexes and foreign keys', index + 1, found.length)
    }
  }
}

const ofTables = 'any($1::text[]::regclass[])'

// Made anew they are checked in one go; only a superuser could let them sleep.
const foreignKeys = `select format('alter table %s drop constraint %I', conrelid::regclass, conname) as aside,
    format('alter table %s add constraint %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) as back
  from pg_constraint where contype = 'f' and conparentid = 0 and conrelid = ${ofTables}
  order by conrelid::regclass::text, conname`

// Not those of keys and other constraints, nor of partitions; one that is not valid is somebody's half-done work.
const indexes = `select format('drop index %s', indexrelid::regclass) as aside, pg_get_indexdef(indexrelid) as back
  from pg_index join pg_class on pg_class.oid = indexrelid
  where indrelid = ${ofTables} and relkind = 'i' and not relispartition and indisvalid
    and not exists (select from pg_constraint where conindid = indexrelid and contype <> 'f')
  order by indexrelid desc`

// Four is the mark of an insert; of the modes, A fires always and O unless the session replicates.
const triggers = `select format('alter table %s disable trigger %I', tgrelid::regclass, tgname) as aside,
    format('alter table %s enable %s trigger %I', tgrelid::regclass, case tgenabled when 'A' then 'always' end, tgname)
      as back
  from pg_trigger where not tgisinternal and tgparentid = 0 and tgtype & 4 > 0 and tgenabled in ('A', 'O')
    and tgrelid = ${ofTables}
  order by tgrelid::regclass::text, tgname`
