import { splitByComma } from './read-sql.ts'

/** What a migration has made so far, which the version before does not know. */
export interface Made {
  tables: Set<string>
  /** As `table.column`. */
  columns: Set<string>
}

/** A name without quotes and without the schema that everything is in. */
export const plainName = (name: string): string => name.replaceAll('"', '').replace(/^public\./, '')

/** Whether the columns of a list are all made by this migration, so that the version before writes none of them. */
export const areNew = (table: string, columns: string, made: Made): boolean =>
  splitByComma(columns).every((column) =>
    made.columns.has(`${plainName(table)}.${plainName(column.split(' ', 1)[0] ?? '')}`),
  )

/**
 * Why the references of a text may trouble the version before: it cannot remove rows that new rows refer to, which it
 * does not know, unless those go along or let go.
 */
export function whyNotReference(text: string, made: Made): string | null {
  for (const [, table = '', rest = ''] of text.matchAll(
    / references (\S+?)(?: ?\([^)]*\))?(?=[ ,)]|$)([^,]*)/g,
  )) {
    if (made.tables.has(plainName(table)) || /on delete (cascade|set null|set default)/.test(rest)) continue
    return `It keeps the version before from deleting rows of ${plainName(table)}: add "on delete cascade" or "on delete set null".`
  }
  return null
}
